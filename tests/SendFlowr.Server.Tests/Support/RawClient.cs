using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace SendFlowr.Server.Tests.Support;

/// <summary>Sends bytes as they are, to say what no ordinary client says.</summary>
internal static class RawClient
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Sends a request that ends its connection; the status code and everything that was answered.</summary>
    public static async Task<(int Status, string Text)> SendAsync(Uri address, string head, byte[]? body = null)
    {
        using CancellationTokenSource limit = new(Limit);
        using TcpClient client = new();
        await client.ConnectAsync(address.Host, address.Port, limit.Token);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n")), limit.Token);
        if (body is not null)
        {
            await stream.WriteAsync(body, limit.Token);
        }

        return await ReadAsync(stream, limit.Token);
    }

    /// <summary>Sends zeros until the other side ends the connection, at most so many bytes; how many went out.</summary>
    public static async Task<long> SendEndlesslyAsync(Uri address, string head, long most)
    {
        using CancellationTokenSource limit = new(Limit);
        using TcpClient client = new();
        await client.ConnectAsync(address.Host, address.Port, limit.Token);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n")), limit.Token);
        byte[] zeros = new byte[64 << 10];
        long sent = 0;
        try
        {
            while (sent < most)
            {
                await stream.WriteAsync(zeros, limit.Token);
                sent += zeros.Length;
            }
        }
        catch (IOException)
        {
            // The other side has ended the connection, which is what is waited for.
        }

        return sent;
    }

    private static async Task<(int Status, string Text)> ReadAsync(NetworkStream stream, CancellationToken cancellation)
    {
        using MemoryStream answer = new();
        await stream.CopyToAsync(answer, cancellation);
        string text = Encoding.UTF8.GetString(answer.ToArray());
        return (int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture), text);
    }
}
