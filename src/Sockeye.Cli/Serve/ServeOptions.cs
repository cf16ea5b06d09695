namespace Sockeye.Cli.Serve;

/// <summary>What <c>sockeye serve</c> was asked for, checked as far as it can be without opening anything but files.</summary>
internal sealed record ServeOptions
{
    public required IReadOnlyList<ServeAddress> Addresses { get; init; }

    public string? CertificatePath { get; init; }

    public string? KeyPath { get; init; }

    public bool Compression { get; init; } = true;

    public int MaxMessageSize { get; init; } = 1 << 20;

    public IReadOnlyList<string> Origins { get; init; } = [];

    public bool AllowAnyOrigin { get; init; }

    public Verbosity Verbosity { get; init; } = Verbosity.Normal;
}

/// <summary>How much the server says.</summary>
internal enum Verbosity
{
    /// <summary>Errors only.</summary>
    Quiet,

    /// <summary>The addresses, warnings and errors.</summary>
    Normal,

    /// <summary>Connections and requests too.</summary>
    Verbose,
}
