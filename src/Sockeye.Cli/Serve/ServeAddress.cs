using System.Net;
using Microsoft.AspNetCore.Http;

namespace Sockeye.Cli.Serve;

/// <summary>An address to listen on.</summary>
/// <param name="Host">An IP address, <c>localhost</c>, or <c>*</c> for every address of the machine.</param>
/// <param name="Port">0 lets the system choose.</param>
/// <param name="Tls">Whether to serve https and wss, or http and ws.</param>
internal sealed record ServeAddress(string Host, int Port, bool Tls)
{
    public const int DefaultPort = 3000;

    /// <summary>Reads an address such as <c>ws://localhost:3000</c> or <c>https://*:8443</c>.</summary>
    /// <exception cref="CliException">It is none; the message says what is wrong with it.</exception>
    public static ServeAddress Parse(string url)
    {
        var (tls, http) = url.Split("://", 2) switch
        {
            ["ws" or "http", var rest] => (false, $"http://{rest}"),
            ["wss" or "https", var rest] => (true, $"https://{rest}"),
            _ => throw Bad(url, "begin with ws:// or wss:// (http:// and https:// mean the same), as in ws://localhost:3000"),
        };
        BindingAddress binding;
        try
        {
            binding = BindingAddress.Parse(http);
        }
        catch (FormatException)
        {
            throw Bad(url, "write it like ws://localhost:3000");
        }

        if (binding.PathBase.Length > 0)
            throw Bad(url, "leave out the path: the server has its own");
        return new ServeAddress(CheckHost(url, binding.Host), CheckPort(url, binding), tls);
    }

    public bool IsWildcard => Host is "*" or "+" or "0.0.0.0" or "[::]";

    /// <summary>The address to listen on, or null for <c>localhost</c>, which may be two, and for a wildcard.</summary>
    public IPAddress? Ip => IsWildcard ? null : IPAddress.TryParse(Host.Trim('[', ']'), out var ip) ? ip : null;

    public override string ToString() => $"{(Tls ? "wss" : "ws")}://{Host}:{Port}";

    private static string CheckHost(string url, string host)
    {
        if (host is "localhost" or "*" or "+" || IPAddress.TryParse(host.Trim('[', ']'), out _))
            return host;
        throw Bad(url, $"'{host}' is a name. Listen on localhost, on an IP address of this machine, or on * for all of them");
    }

    private static int CheckPort(string url, BindingAddress binding)
    {
        if (binding.Port is < 0 or > 65535)
            throw Bad(url, "a port is a number from 0 to 65535");
        if (binding.Port == 0 && binding.Host == "localhost")
            throw Bad(url, "localhost may be two addresses, so the system cannot choose a port for it; use 127.0.0.1:0");
        return binding.Port;
    }

    private static CliException Bad(string url, string advice) =>
        new(ExitCode.Usage, $"'{url}' is no address to listen on: {advice}.");
}
