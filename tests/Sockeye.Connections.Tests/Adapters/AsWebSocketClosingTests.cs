using System.Net.WebSockets;
using Sockeye.Protocol;

namespace Sockeye.Connections.Tests.Adapters;

/// <summary>The contract of <see cref="WebSocket"/>: states, close status, and every way to the end.</summary>
public class AsWebSocketClosingTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(WebSocketPair.Rows), MemberType = typeof(WebSocketPair))]
    public async Task ThisEndCloses(WireKind kind, OtherEnd other, Role role)
    {
        await using var pair = WebSocketPair.Create(kind, other, role);
        Assert.Equal(WebSocketState.Open, pair.Socket.State);
        Assert.Null(pair.Socket.CloseStatus);
        var closing = pair.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", Cancelled);
        Assert.Equal(WebSocketState.CloseSent, pair.Socket.State);
        var result = await ReceiveAsync(pair.Peer);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.NormalClosure, "done"), (result.MessageType, result.CloseStatus, result.CloseStatusDescription));
        if (pair.Peer.State == WebSocketState.CloseReceived)
            await pair.Peer.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", Cancelled).InTime();
        await closing.InTime();
        Assert.Equal(WebSocketState.Closed, pair.Socket.State);
        Assert.Equal((WebSocketCloseStatus.NormalClosure, "done"), (pair.Socket.CloseStatus, pair.Socket.CloseStatusDescription));
        Assert.True((await pair.Connection.Completion.InTime()).WasClean);
    }

    [Theory, MemberData(nameof(WebSocketPair.Rows), MemberType = typeof(WebSocketPair))]
    public async Task ThePeerCloses(WireKind kind, OtherEnd other, Role role)
    {
        await using var pair = WebSocketPair.Create(kind, other, role);
        var closing = pair.Peer.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "bye", Cancelled);
        var result = await ReceiveAsync(pair.Socket);
        Assert.Equal((WebSocketMessageType.Close, 0, true), (result.MessageType, result.Count, result.EndOfMessage));
        Assert.Equal((WebSocketCloseStatus.EndpointUnavailable, "bye"), (result.CloseStatus, result.CloseStatusDescription));
        Assert.Equal((WebSocketCloseStatus.EndpointUnavailable, "bye"), (pair.Socket.CloseStatus, pair.Socket.CloseStatusDescription));
        Assert.Equal(WebSocketState.CloseReceived, pair.Socket.State);
        await pair.Socket.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "bye", Cancelled).InTime();
        Assert.Equal(WebSocketState.Closed, pair.Socket.State);
        await closing.InTime();
        var error = await Assert.ThrowsAsync<WebSocketException>(() => ReceiveAsync(pair.Socket));
        Assert.Equal(WebSocketError.InvalidState, error.WebSocketErrorCode);
        error = await Assert.ThrowsAsync<WebSocketException>(() => pair.Socket.SendAsync(new byte[1], WebSocketMessageType.Binary, true, Cancelled));
        Assert.Equal(WebSocketError.InvalidState, error.WebSocketErrorCode);
    }

    [Theory, MemberData(nameof(WebSocketPair.Rows), MemberType = typeof(WebSocketPair))]
    public async Task AfterCloseOutputThePeersMessagesStillArrive(WireKind kind, OtherEnd other, Role role)
    {
        await using var pair = WebSocketPair.Create(kind, other, role);
        for (var i = 0; i < 3; i++)
            await pair.Peer.SendAsync(new[] { (byte)i }, WebSocketMessageType.Binary, i != 1, Cancelled);
        await pair.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Cancelled).InTime();
        Assert.Equal(WebSocketState.CloseSent, pair.Socket.State);
        var buffer = new byte[10];
        for (var i = 0; i < 3; i++)
        {
            var result = await pair.Socket.ReceiveAsync(buffer.AsMemory(), Cancelled).InTime();
            Assert.Equal((1, (byte)i), (result.Count, buffer[0]));
        }
        var error = await Assert.ThrowsAsync<WebSocketException>(() => pair.Socket.SendAsync(new byte[1], WebSocketMessageType.Binary, true, Cancelled));
        Assert.Equal(WebSocketError.InvalidState, error.WebSocketErrorCode);
        Assert.Equal(WebSocketMessageType.Close, (await ReceiveAsync(pair.Peer)).MessageType);
        await pair.Peer.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Cancelled).InTime();
        Assert.Equal(WebSocketMessageType.Close, (await ReceiveAsync(pair.Socket)).MessageType);
        Assert.Equal(WebSocketState.Closed, pair.Socket.State);
    }

    [Theory, MemberData(nameof(WebSocketPair.Rows), MemberType = typeof(WebSocketPair))]
    public async Task BothCloseAtOnce(WireKind kind, OtherEnd other, Role role)
    {
        await using var pair = WebSocketPair.Create(kind, other, role);
        var left = pair.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "left", Cancelled);
        var right = pair.Peer.CloseAsync(WebSocketCloseStatus.NormalClosure, "right", Cancelled);
        await left.InTime();
        await right.InTime();
        Assert.Equal((WebSocketState.Closed, WebSocketState.Closed), (pair.Socket.State, pair.Peer.State));
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AReceiveUnderWayGetsTheAnswerToAClose(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var socket = peer.Connection.AsWebSocket();
        var receive = ReceiveAsync(socket);
        var closing = socket.CloseAsync(WebSocketCloseStatus.Empty, null, Cancelled);
        Assert.Equal("close", await peer.ReceiveAsync());
        await peer.SendAsync("88 00");
        peer.EndSending();
        await closing.InTime();
        var result = await receive.InTime();
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.Empty, ""), (result.MessageType, result.CloseStatus, result.CloseStatusDescription));
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task APeerThatVanishesIsAPrematureEnd(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var socket = peer.Connection.AsWebSocket();
        var receive = ReceiveAsync(socket);
        peer.Leave();
        var error = await Assert.ThrowsAsync<WebSocketException>(() => receive.InTime());
        Assert.Equal(WebSocketError.ConnectionClosedPrematurely, error.WebSocketErrorCode);
        await peer.Connection.Completion.InTime();
        Assert.Equal(WebSocketState.Aborted, socket.State);
        error = await Assert.ThrowsAsync<WebSocketException>(() => socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancelled));
        Assert.Equal(WebSocketError.InvalidState, error.WebSocketErrorCode);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task APeerThatBreaksTheProtocolIsAFault(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var socket = peer.Connection.AsWebSocket();
        var receive = ReceiveAsync(socket);
        await peer.SendAsync("83 00");
        var error = await Assert.ThrowsAsync<WebSocketException>(() => receive.InTime());
        Assert.Equal(WebSocketError.Faulted, error.WebSocketErrorCode);
        Assert.IsType<WebSocketProtocolException>(error.InnerException);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task APeerThatNeverAnswersIsWaitedForNoLongerThanTheTimeout(WireKind kind)
    {
        var time = new ManualTime();
        await using var peer = RawPeer.Connect(kind, options: new WebSocketConnectionOptions { TimeProvider = time });
        var socket = peer.Connection.AsWebSocket();
        var closing = socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancelled);
        await time.AdvanceUntilAsync(peer.Connection.Completion, withinSeconds: 6);
        await Assert.ThrowsAsync<WebSocketException>(() => closing.InTime());
        Assert.Equal(WebSocketState.Aborted, socket.State);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task AbortEndsWhatIsUnderWay(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var socket = peer.Connection.AsWebSocket();
        var receive = ReceiveAsync(socket);
        socket.Abort();
        Assert.Equal(WebSocketState.Aborted, socket.State);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receive.InTime());
        await Assert.ThrowsAsync<WebSocketException>(() => socket.SendAsync(new byte[1], WebSocketMessageType.Binary, true, Cancelled));
        await Assert.ThrowsAsync<WebSocketException>(() => ReceiveAsync(socket));
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task CancellingACloseAborts(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var socket = peer.Connection.AsWebSocket();
        using var giveUp = new CancellationTokenSource();
        var closing = socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => closing.InTime());
        Assert.Equal(WebSocketState.Aborted, socket.State);
        await peer.Connection.Completion.InTime();
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task DisposingDropsAnOpenConnectionAndLetsAClosingOneFinish(WireKind kind)
    {
        await using var open = RawPeer.Connect(kind);
        var socket = open.Connection.AsWebSocket();
        socket.Dispose();
        socket.Dispose();
        Assert.Equal(WebSocketState.Aborted, socket.State);
        Assert.Equal(CloseCode.AbnormalClosure, (await open.Connection.Completion.InTime()).Code);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ReceiveAsync(socket));

        await using var closing = RawPeer.Connect(kind);
        socket = closing.Connection.AsWebSocket();
        await closing.SendAsync("81 01 \"a\"");
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "bye", Cancelled);
        socket.Dispose();
        Assert.Equal(WebSocketState.Closed, socket.State);
        Assert.Equal("close 1000 bye", await closing.ReceiveAsync());
        await closing.SendAsync("81 01 \"b\" 88 02 03 e8");
        closing.EndSending();
        Assert.True((await closing.Connection.Completion.InTime()).WasClean);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task DisposingInTheMiddleOfAMessageLetsTheWireGo(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var socket = peer.Connection.AsWebSocket();
        await peer.SendAsync("81 05 \"Hello\"");
        Assert.Equal(2, (await socket.ReceiveAsync(new byte[2].AsMemory(), Cancelled).InTime()).Count);
        socket.Dispose();
        await peer.Connection.WireCompletion.InTime();

        await using var other = RawPeer.Connect(kind);
        var stream = other.Connection.AsStream();
        await other.SendAsync("81 05 \"Hello\"");
        Assert.Equal(2, await stream.ReadAsync(new byte[2].AsMemory(), Cancelled).InTime());
        stream.Close();
        await other.SendAsync("88 02 03 e8");
        other.EndSending();
        await other.Connection.WireCompletion.InTime();
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task WhatMayNotBeSentIsTheCallersMistake(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var socket = peer.Connection.AsWebSocket();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => socket.SendAsync(new byte[1], WebSocketMessageType.Close, true, Cancelled));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => socket.CloseAsync((WebSocketCloseStatus)1006, null, Cancelled));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => socket.CloseAsync(WebSocketCloseStatus.Empty, "why", Cancelled));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => socket.CloseAsync(WebSocketCloseStatus.NormalClosure, new string('x', 124), Cancelled));
        Assert.ThrowsAny<ArgumentException>(() => { _ = socket.CloseOutputAsync((WebSocketCloseStatus)999, null, Cancelled); });
        Assert.Equal(WebSocketState.Open, socket.State);
    }

    [Theory, MemberData(nameof(Wires.All), MemberType = typeof(Wires))]
    public async Task TheConnectionClosedBehindItsBackShows(WireKind kind)
    {
        await using var peer = RawPeer.Connect(kind);
        var socket = peer.Connection.AsWebSocket();
        _ = peer.Connection.CloseAsync(CloseCode.ServiceRestart);
        Assert.Equal(WebSocketState.CloseSent, socket.State);
        Assert.Equal("close 1012 ", await peer.ReceiveAsync());
        await peer.SendAsync("88 02 03 f4");
        Assert.Equal(WebSocketMessageType.Close, (await ReceiveAsync(socket)).MessageType);
        Assert.Equal(WebSocketState.Closed, socket.State);
    }

    private static Task<WebSocketReceiveResult> ReceiveAsync(WebSocket socket) =>
        socket.ReceiveAsync(new ArraySegment<byte>(new byte[100]), Cancelled).InTime();
}
