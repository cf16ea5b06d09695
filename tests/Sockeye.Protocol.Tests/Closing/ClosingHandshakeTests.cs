namespace Sockeye.Protocol.Tests.Closing;

/// <summary>RFC 6455 sections 5.5.1 and 7.1: one close frame each way, from either side first.</summary>
public class ClosingHandshakeTests
{
    [Fact]
    public void ThisEndBeginsAndThePeerAnswers()
    {
        var closing = default(ClosingHandshake);
        Assert.True(closing.Send(CloseCode.NormalClosure, "done"));
        Assert.False(closing.IsComplete);
        Assert.False(closing.Receive(CloseCode.GoingAway, "also"));
        Assert.True(closing.IsComplete);
        Assert.False(closing.PeerBegan);
        Assert.Equal((CloseCode.NormalClosure, "done"), (closing.Code, closing.Reason));
    }

    [Fact]
    public void ThePeerBeginsAndIsAnswered()
    {
        var closing = default(ClosingHandshake);
        Assert.True(closing.Receive(CloseCode.GoingAway, "tab closed"));
        Assert.False(closing.IsComplete);
        Assert.True(closing.Send(CloseCode.GoingAway, "tab closed"));
        Assert.True(closing.IsComplete && closing.PeerBegan);
        Assert.Equal((CloseCode.GoingAway, "tab closed"), (closing.Code, closing.Reason));
    }

    [Fact]
    public void APeersCodeStaysWhenThisEndAnswersWithAnother()
    {
        var closing = default(ClosingHandshake);
        closing.Receive(CloseCode.GoingAway, "");
        closing.Send(CloseCode.InternalError, "too late");
        Assert.Equal((CloseCode.GoingAway, ""), (closing.Code, closing.Reason));
    }

    [Fact]
    public void EverySequenceOfStepsKeepsTheRules()
    {
        // s: this end wants to close; r: a close frame comes.
        for (var steps = 0; steps < 64; steps++)
        {
            var closing = default(ClosingHandshake);
            var (sent, received, peerBegan) = (0, 0, false);
            for (var step = 0; step < 6; step++)
            {
                if ((steps >> step & 1) == 0)
                {
                    Assert.Equal(sent == 0, closing.Send((CloseCode)(4000 + step), ""));
                    sent++;
                }
                else
                {
                    peerBegan |= sent == 0 && received == 0;
                    Assert.Equal(sent == 0 && received == 0, closing.Receive((CloseCode)(3000 + step), ""));
                    received++;
                }
                Assert.Equal(sent > 0, closing.IsSent);
                Assert.Equal(received > 0, closing.IsReceived);
                Assert.Equal(sent > 0 && received > 0, closing.IsComplete);
                Assert.Equal(peerBegan, closing.PeerBegan);
                Assert.Equal((steps & 1) == 0 ? 4000 : 3000, (int)closing.Code);
            }
        }
    }
}
