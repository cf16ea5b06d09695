using System.Net;

namespace Sockeye.Client.Tests.Reconnecting;

/// <summary>What is decided after each failure and each loss, on plain values.</summary>
public class ReconnectPolicyTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private readonly ReconnectOptions _options = new();

    [Fact]
    public void Failed_attempts_wait_longer_and_longer()
    {
        var policy = new ReconnectPolicy(_options, () => 0.5);
        var delays = Enumerable.Range(0, 9).Select(_ => policy.AfterFailure(Refused()).Delay!.Value.TotalSeconds);
        Assert.Equal([0.25, 0.5, 1, 2, 4, 8, 15, 15, 15], delays);
    }

    [Fact]
    public void The_first_retry_is_jittered_already()
    {
        var low = new ReconnectPolicy(_options, () => 0);
        var high = new ReconnectPolicy(_options, () => 0.9);
        Assert.Equal(TimeSpan.Zero, low.AfterClosure(Closure(1006), Long).Delay);
        Assert.Equal(TimeSpan.FromSeconds(0.45), high.AfterClosure(Closure(1006), Long).Delay);
    }

    [Fact]
    public void A_connection_that_stayed_open_starts_the_count_again_and_one_that_did_not_does_not()
    {
        var policy = new ReconnectPolicy(_options, () => 0.5);
        Assert.Equal(0.25, policy.AfterClosure(Closure(1006), Short).Delay!.Value.TotalSeconds);
        Assert.Equal(0.5, policy.AfterClosure(Closure(1006), Short).Delay!.Value.TotalSeconds);
        Assert.Equal(1, policy.AfterClosure(Closure(1006), Short).Delay!.Value.TotalSeconds);
        Assert.Equal(0.25, policy.AfterClosure(Closure(1006), _options.StableAfter).Delay!.Value.TotalSeconds);
    }

    [Fact]
    public void Attempts_are_limited_when_asked_for()
    {
        _options.MaxAttempts = 2;
        var policy = new ReconnectPolicy(_options, () => 0.5);
        Assert.NotNull(policy.AfterFailure(Refused()).Delay);
        Assert.NotNull(policy.AfterFailure(Refused()).Delay);
        var last = policy.AfterFailure(Refused());
        Assert.Null(last.Delay);
        Assert.Equal("2 retries have failed", last.StopReason);
    }

    [Fact]
    public void The_first_connect_may_be_left_without_retry_and_later_losses_are_still_retried()
    {
        _options.RetryFirstConnect = false;
        var policy = new ReconnectPolicy(_options, () => 0.5);
        Assert.Null(policy.AfterFailure(Refused()).Delay);
        Assert.NotNull(policy.AfterClosure(Closure(1006), Long).Delay);
        Assert.NotNull(policy.AfterFailure(Refused()).Delay);
    }

    [Fact]
    public void Without_options_nothing_is_retried()
    {
        var policy = new ReconnectPolicy(null, () => 0.5);
        Assert.Null(policy.AfterFailure(Refused()).Delay);
        Assert.Null(policy.AfterClosure(Closure(1006), Long).Delay);
    }

    [Theory]
    [InlineData(7, 7.25)]
    [InlineData(100_000, 300.25)]
    public void Retry_after_is_added_to_the_jitter_and_bounded(int asked, double waited)
    {
        var policy = new ReconnectPolicy(_options, () => 0.5);
        var error = Status(503, TimeSpan.FromSeconds(asked));
        Assert.Equal(waited, policy.AfterFailure(error).Delay!.Value.TotalSeconds);
    }

    [Theory]
    [InlineData(1000, false)]
    [InlineData(1001, true)]
    [InlineData(1002, false)]
    [InlineData(1003, false)]
    [InlineData(1005, true)]
    [InlineData(1006, true)]
    [InlineData(1007, false)]
    [InlineData(1008, false)]
    [InlineData(1009, false)]
    [InlineData(1010, false)]
    [InlineData(1011, true)]
    [InlineData(1012, true)]
    [InlineData(1013, true)]
    [InlineData(1014, true)]
    [InlineData(3000, true)]
    [InlineData(3499, true)]
    [InlineData(3500, false)]
    [InlineData(3999, false)]
    [InlineData(4000, true)]
    [InlineData(4499, true)]
    [InlineData(4500, false)]
    [InlineData(4999, false)]
    public void Close_codes_that_end_it_by_default(int code, bool reconnects) =>
        Assert.Equal(reconnects, ReconnectRules.ShouldReconnect(Closure(code)));

    [Theory]
    [InlineData(200, false)]
    [InlineData(302, false)]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(404, false)]
    [InlineData(408, true)]
    [InlineData(425, true)]
    [InlineData(426, false)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public void Statuses_that_end_it_by_default(int status, bool retries) =>
        Assert.Equal(retries, ReconnectRules.ShouldRetry(Status(status)));

    [Theory]
    [InlineData(ConnectFailure.NameNotResolved, true)]
    [InlineData(ConnectFailure.Refused, true)]
    [InlineData(ConnectFailure.Unreachable, true)]
    [InlineData(ConnectFailure.TimedOut, true)]
    [InlineData(ConnectFailure.Proxy, true)]
    [InlineData(ConnectFailure.ConnectionLost, true)]
    [InlineData(ConnectFailure.Tls, false)]
    [InlineData(ConnectFailure.HandshakeFailed, false)]
    [InlineData(ConnectFailure.HttpVersion, false)]
    public void Failures_that_end_it_by_default(ConnectFailure failure, bool retries) =>
        Assert.Equal(retries, ReconnectRules.ShouldRetry(Failure(failure)));

    [Fact]
    public void The_rules_can_be_replaced()
    {
        _options.ShouldReconnect = closure => closure.Code == CloseCode.NormalClosure;
        _options.ShouldRetry = error => error.StatusCode == HttpStatusCode.Forbidden;
        var policy = new ReconnectPolicy(_options, () => 0.5);
        Assert.NotNull(policy.AfterClosure(Closure(1000), Long).Delay);
        Assert.Null(policy.AfterClosure(Closure(1006), Long).Delay);
        Assert.NotNull(policy.AfterFailure(Status(403)).Delay);
        Assert.Null(policy.AfterFailure(Refused()).Delay);
    }

    private static WebSocketConnectException Refused() => Failure(ConnectFailure.Refused);

    private static WebSocketConnectException Failure(ConnectFailure failure) =>
        new(failure, new Uri("ws://localhost"), "for the test");

    private static WebSocketConnectException Status(int status, TimeSpan? retryAfter = null) =>
        new(ConnectFailure.HttpStatus, new Uri("ws://localhost"), "for the test")
        {
            StatusCode = (HttpStatusCode)status,
            RetryAfter = retryAfter,
        };

    private static WebSocketClosure Closure(int code) => new((CloseCode)code, "", ClosedBy.Peer, WasClean: true);
}
