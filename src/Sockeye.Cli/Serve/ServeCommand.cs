using System.CommandLine;

namespace Sockeye.Cli.Serve;

/// <summary><c>sockeye serve</c>: its options and their help.</summary>
internal static class ServeCommand
{
    private static readonly Option<string[]> Url = new("--url", "-u")
    {
        Description = "Address to listen on; repeat it for several. Use * as the host for every address of this machine, 0 as the port to have one chosen. Default ws://localhost:3000 (wss:// with --cert).",
        HelpName = "ws://HOST:PORT",
    };

    private static readonly Option<string?> Certificate = new("--cert")
    {
        Description = "Certificate for wss://: a PEM file (with --key, unless it holds the key too), or a PFX file without a password.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Key = new("--key")
    {
        Description = "Private key of the PEM certificate.",
        HelpName = "FILE",
    };

    private static readonly Option<bool> NoCompression = new("--no-compression")
    {
        Description = "Do not negotiate permessage-deflate.",
    };

    private static readonly Option<int> MaxMessageSize = new("--max-message-size")
    {
        Description = "Largest message taken; a larger one ends its connection with 1009.",
        HelpName = "BYTES",
        DefaultValueFactory = _ => 1 << 20,
        Validators =
        {
            result =>
            {
                if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var bytes) && bytes < 1)
                    result.AddError("--max-message-size must be at least 1.");
            },
        },
    };

    private static readonly Option<string[]> Origin = new("--origin")
    {
        Description = "Origin whose pages may connect too, such as https://app.example.com or https://*.example.com; repeatable.",
        HelpName = "ORIGIN",
    };

    private static readonly Option<bool> AnyOrigin = new("--dangerously-allow-any-origin")
    {
        Description = "Let pages of every origin connect: any page that a visitor opens can then talk to this server.",
    };

    private static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "Print errors only." };

    private static readonly Option<bool> Verbose = new("--verbose", "-v") { Description = "Print connections and requests too." };

    /// <summary>What <c>--help</c> adds below the options.</summary>
    internal const string Notes = """
        Examples:
          sockeye serve
          sockeye serve --url 'ws://*:8080'                     for other machines and phones on the network too
          sockeye serve --cert localhost.pem --key localhost.key

        Exit codes:
          0  stopped with Ctrl+C or SIGTERM, after every connection was closed with 1001
          2  the command line makes no sense, or the certificate cannot be used
          3  an address cannot be listened on
        """;

    public static Command Create()
    {
        var command = new Command("serve", "Serve a chat page and the WebSocket endpoints /echo, /hello, /broadcast and /chat. Ctrl+C stops.")
        {
            Url, Certificate, Key, NoCompression, MaxMessageSize, Origin, AnyOrigin, Quiet, Verbose,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Quiet) && result.GetValue(Verbose))
                result.AddError("--quiet and --verbose exclude each other.");
            if (result.GetValue(Key) is not null && result.GetValue(Certificate) is null)
                result.AddError("--key goes with --cert.");
        });
        command.SetAction((result, _) => ServeProgram.RunAsync(Read(result), Console.Out));
        return command;
    }

    /// <exception cref="CliException">An address makes no sense.</exception>
    internal static ServeOptions Read(ParseResult result)
    {
        var certificate = result.GetValue(Certificate);
        return new ServeOptions
        {
            Addresses = Addresses(result.GetValue(Url) ?? [], certificate is not null),
            CertificatePath = certificate,
            KeyPath = result.GetValue(Key),
            Compression = !result.GetValue(NoCompression),
            MaxMessageSize = result.GetValue(MaxMessageSize),
            Origins = result.GetValue(Origin) ?? [],
            AllowAnyOrigin = result.GetValue(AnyOrigin),
            Verbosity = result.GetValue(Quiet) ? Verbosity.Quiet : result.GetValue(Verbose) ? Verbosity.Verbose : Verbosity.Normal,
        };
    }

    private static ServeAddress[] Addresses(string[] urls, bool withCertificate)
    {
        if (urls.Length == 0)
            return [new ServeAddress("localhost", ServeAddress.DefaultPort, withCertificate)];
        ServeAddress[] addresses = [.. urls.Select(ServeAddress.Parse)];
        if (!withCertificate && addresses.FirstOrDefault(address => address.Tls) is { } secure)
            throw new CliException(ExitCode.Usage, $"{secure} needs a certificate: add --cert FILE, and --key FILE for its key.");
        if (withCertificate && !addresses.Any(address => address.Tls))
            throw new CliException(ExitCode.Usage, "--cert was given, but no address begins with wss://.");
        return addresses;
    }
}
