using System.Security.Cryptography;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;

namespace SendFlowr.Cli.Instances;

/// <summary>Has a verb run by the process that owns its data directory.</summary>
internal static class VerbForwarding
{
    /// <summary>The running process that is to run the verb; null when the verb runs in its own process.</summary>
    /// <exception cref="VerbException"><c>--url</c> without a file that holds the token.</exception>
    public static Instance? Find(VerbContext context)
    {
        string directory = context.DataDirectory;
        Instance? instance = Instance.TryRead(directory);
        if (context.Url is not { } url)
        {
            // A file without the lock was left behind by a process that was killed.
            return instance is not null && Instance.IsOwned(directory) ? instance : null;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme != Uri.UriSchemeHttp)
        {
            throw VerbException.Usage($"--url takes an address such as http://127.0.0.1:8001, not '{url}'.");
        }

        return instance is null
            ? throw VerbException.Usage(
                $"--url needs the token in {Path.Combine(directory, Instance.FileName)}, which is missing or no such file. Name the directory of the running sendflowr with --data.")
            : instance with { Url = address.GetLeftPart(UriPartial.Authority) };
    }

    public static async Task<int> RunAsync(
        Instance instance, IReadOnlyList<string> words, VerbContext context, VerbConsole console, CancellationToken cancellation)
    {
        using InstanceClient client = new(instance);
        await client.RequireProofAsync(cancellation);
        VerbRequest request = new(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(VerbRequest.RunDigits / 2)),
            words,
            Environment.CurrentDirectory,
            context.Settings.Fingerprint,
            TerminalShape.Of(console.Out, Console.IsOutputRedirected),
            TerminalShape.Of(console.Error, Console.IsErrorRedirected));
        return await client.RunAsync(request, console, cancellation);
    }
}
