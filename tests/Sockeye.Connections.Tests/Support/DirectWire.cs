using Sockeye.Wires;

namespace Sockeye.Connections.Tests;

/// <summary>A wire with nothing behind it: a test feeds it, all on the test's own thread, and looks at what was written.</summary>
internal sealed class DirectWire(int outputSize = 1 << 16) : Wire
{
    private readonly byte[] _output = new byte[outputSize];
    private IWireReceiver? _receiver;
    private Memory<byte> _rest;
    private int _written;
    private bool _delivering;
    private bool _waiting;
    private bool _resumed;
    private bool _ended;

    /// <summary>What has been written since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _output.AsSpan(0, _written);

    /// <summary>Whether the connection has ended the wire.</summary>
    public bool IsClosed { get; private set; }

    public void Clear() => _written = 0;

    public override Task Completion => Task.CompletedTask;

    public override void Start(IWireReceiver receiver) => _receiver = receiver;

    /// <summary>Delivers bytes; false when the receiver has not taken all of them, and is to resume.</summary>
    public bool Feed(Memory<byte> bytes)
    {
        Assert.False(_waiting, "Fed before the last delivery was taken.");
        _rest = bytes;
        return Deliver();
    }

    /// <summary>Whether the receiver still holds up what was fed.</summary>
    public bool IsHeldUp => _waiting;

    /// <summary>The peer ends its side.</summary>
    public void End()
    {
        if (_ended || _waiting)
            return;
        _ended = true;
        _receiver!.Ended(null);
    }

    public override void Resume()
    {
        if (_delivering)
        {
            _resumed = true;
            return;
        }
        Assert.True(_waiting, "Resumed without a delivery that waits.");
        _waiting = false;
        Deliver();
    }

    public override void Retain()
    {
    }

    public override void Release()
    {
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        Assert.True(_written + sizeHint < _output.Length, "More output than a test expects.");
        return _output.AsMemory(_written);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int count) => _written += count;

    public override ValueTask<bool> FlushAsync() => new(!IsClosed);

    public override ValueTask CloseAsync()
    {
        IsClosed = true;
        return default;
    }

    public override void Abort() => IsClosed = true;

    private bool Deliver()
    {
        _delivering = true;
        try
        {
            while (!_receiver!.Deliver(_rest, out var consumed))
            {
                Assert.InRange(consumed, 0, _rest.Length);
                _rest = _rest[consumed..];
                if (!_resumed)
                {
                    _waiting = true;
                    return false;
                }
                _resumed = false;
            }
            return true;
        }
        finally
        {
            _delivering = false;
        }
    }
}
