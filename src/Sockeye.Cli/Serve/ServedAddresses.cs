using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using Sockeye.Cli.Terminal;

namespace Sockeye.Cli.Serve;

/// <summary>What <c>serve</c> prints when it is ready: where it is, and how to try each endpoint.</summary>
internal static class ServedAddresses
{
    /// <summary>The text.</summary>
    /// <param name="urls">The addresses as the server reports them: http or https, with the real ports.</param>
    /// <param name="machine">Addresses of this machine that others may use, for servers that listen on all of them.</param>
    /// <param name="style">Colours, or none.</param>
    public static string Format(IEnumerable<string> urls, IReadOnlyList<string> machine, Style style)
    {
        string[] all = [.. urls.SelectMany(url => Reachable(url, machine)).Distinct()];
        var text = new StringBuilder();
        text.AppendLine("Sockeye is serving. Ctrl+C stops it.").AppendLine();
        foreach (var url in all)
            text.AppendLine($"  {style.Bold(url + "/")}  chat, in a browser");
        text.AppendLine();
        var socket = SocketUrl(all[0]);
        AppendEndpoint("/echo", "sends back what you send");
        AppendEndpoint("/hello", "answers a name with a greeting");
        AppendEndpoint("/broadcast", "sends what anyone sends to everyone");
        AppendEndpoint("/chat", "what the page speaks, JSON");
        return text.ToString();

        void AppendEndpoint(string path, string says) =>
            text.AppendLine($"  sockeye connect {socket}{path,-12}{style.Dim(says)}");
    }

    /// <summary>This machine's own addresses on its networks.</summary>
    public static IReadOnlyList<string> OfThisMachine()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces()
                .Where(network => network.OperationalStatus == OperationalStatus.Up)
                .SelectMany(network => network.GetIPProperties().UnicastAddresses)
                .Select(unicast => unicast.Address)
                .Where(ip => ip.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(ip))
                .Select(ip => ip.ToString())
                .Distinct()];
        }
        catch (NetworkInformationException)
        {
            // The system will not tell; localhost is printed in any case.
            return [];
        }
    }

    private static IEnumerable<string> Reachable(string url, IReadOnlyList<string> machine)
    {
        var uri = new Uri(url.TrimEnd('/').Replace("://*", "://[::]", StringComparison.Ordinal).Replace("://+", "://[::]", StringComparison.Ordinal));
        if (uri.Host is not ("[::]" or "0.0.0.0"))
            return [url.TrimEnd('/')];
        return machine.Prepend("localhost").Select(host => $"{uri.Scheme}://{host}:{uri.Port}");
    }

    private static string SocketUrl(string url) => $"ws{url["http".Length..]}";
}
