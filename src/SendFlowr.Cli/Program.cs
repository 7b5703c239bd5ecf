using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Verbs;

return await new CommandLine(VerbList.All).RunAsync(args);
