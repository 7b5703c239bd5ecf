// xunit has a Record of its own.
global using Record = SendFlowr.Streams.Topologies.Record;
