using System.Runtime.CompilerServices;

// The models of a backtest are internal: nobody but their own test of total mass needs them one by one.
[assembly: InternalsVisibleTo("SendFlowr.Model.Tests")]
