// Several clusters at once would be slower on a small machine than one after the other, and time-outs would measure the machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
