namespace Sockeye;

/// <summary>
/// Decides after each failed attempt and each loss whether to connect again, and when. Holds only the count of retries since the
/// last good connection; knows no clock and no socket.
/// </summary>
/// <param name="options">The rules; null never connects again.</param>
/// <param name="random">Draws from 0 (included) to 1 (excluded).</param>
internal sealed class ReconnectPolicy(ReconnectOptions? options, Func<double> random)
{
    private int _retries;
    private bool _hasOpened;

    /// <summary>After an attempt that failed.</summary>
    public ReconnectDecision AfterFailure(WebSocketConnectException error)
    {
        if (options is null)
            return ReconnectDecision.Stop("reconnecting is switched off");
        if (!_hasOpened && !options.RetryFirstConnect)
            return ReconnectDecision.Stop("the first connect is not retried");
        if (!options.ShouldRetry(error))
            return ReconnectDecision.Stop("trying again would not help");
        return Retry(options, error.RetryAfter);
    }

    /// <summary>After a connection that ended.</summary>
    public ReconnectDecision AfterClosure(WebSocketClosure closure, TimeSpan openFor)
    {
        _hasOpened = true;
        if (options is null)
            return ReconnectDecision.Stop("reconnecting is switched off");
        if (!options.ShouldReconnect(closure))
            return ReconnectDecision.Stop($"close code {(int)closure.Code} ends it");
        if (openFor >= options.StableAfter)
            _retries = 0;
        return Retry(options, null);
    }

    private ReconnectDecision Retry(ReconnectOptions options, TimeSpan? retryAfter)
    {
        if (_retries >= options.MaxAttempts)
            return ReconnectDecision.Stop($"{options.MaxAttempts} retries have failed");
        var delay = Backoff.Delay(options.BaseDelay, options.MaxDelay, _retries++, random());
        if (retryAfter is { } asked)
            delay += asked < options.MaxRetryAfter ? asked : options.MaxRetryAfter;
        return ReconnectDecision.After(delay);
    }
}

/// <summary>To connect again after a wait, or to stop for a reason.</summary>
/// <param name="Delay">The wait; null to stop.</param>
/// <param name="StopReason">Why it stops, as half a sentence; empty when it does not.</param>
internal readonly record struct ReconnectDecision(TimeSpan? Delay, string StopReason)
{
    public static ReconnectDecision After(TimeSpan delay) => new(delay, "");

    public static ReconnectDecision Stop(string reason) => new(null, reason);
}
