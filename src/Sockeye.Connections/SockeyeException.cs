namespace Sockeye;

/// <summary>What went wrong at this end or on the way; the base of every exception of the library's own.</summary>
public abstract class SockeyeException : IOException
{
    private protected SockeyeException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
