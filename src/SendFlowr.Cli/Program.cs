Console.Out.Write(SendFlowr.Cli.Help.HelpText.For("sendflowr"));
return 0;
