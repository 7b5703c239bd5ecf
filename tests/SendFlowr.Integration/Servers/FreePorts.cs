using System.Net;
using System.Net.Sockets;

namespace SendFlowr.Integration.Servers;

/// <summary>Ports of the loopback address that nobody listens on, below those that systems give to outgoing connections.</summary>
internal static class FreePorts
{
    private const int First = 20000;
    private const int Last = 32000;

    private static int _next = First + (Environment.ProcessId * 61 % (Last - First));

    public static int Take()
    {
        for (int tried = First; tried < Last; tried++)
        {
            int port = _next;
            _next = port + 1 < Last ? port + 1 : First;
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No port from {First} to {Last} is free.");
    }

    private static bool IsFree(int port)
    {
        using TcpListener listener = new(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
