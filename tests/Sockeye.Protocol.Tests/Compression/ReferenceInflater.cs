namespace Sockeye.Protocol.Tests.Compression;

/// <summary>
/// RFC 1951 read off the page, one bit at a time: the simple implementation the codec is checked against. It keeps everything
/// it ever wrote as its window and notes how far back blocks refer.
/// </summary>
internal sealed class ReferenceInflater
{
    private static readonly int[] LengthBase =
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static readonly int[] LengthExtra =
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    private static readonly int[] DistanceBase =
    [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193,
        12289, 16385, 24577,
    ];

    private static readonly int[] LengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private readonly List<byte> _output = [];
    private byte[] _input = [];
    private int _bit;

    /// <summary>The farthest any block has referred back.</summary>
    public int LargestDistance { get; private set; }

    /// <summary>Inflates one message as RFC 7692 section 7.2.2 says; the window goes on from the last.</summary>
    public byte[] Message(ReadOnlySpan<byte> compressed)
    {
        _input = [.. compressed, 0x00, 0x00, 0xFF, 0xFF];
        _bit = 0;
        var start = _output.Count;
        while (_bit < _input.Length * 8)
        {
            var final = Bits(1) == 1;
            Block(Bits(2));

            if (!final)
                continue;

            // RFC 7692 section 7.2.1: what follows a last block begins at a byte boundary.
            Align();
            if (_bit == compressed.Length * 8)
                break;
        }

        return [.. _output[start..]];
    }

    private void Block(int type)
    {
        switch (type)
        {
            case 0:
                Stored();
                break;
            case 1:
                Compressed(FixedLiterals(), Decoder([.. Enumerable.Repeat(5, 30)]));
                break;
            case 2:
                Dynamic();
                break;
            default:
                throw new InvalidDataException("Block type 3.");
        }
    }

    private void Stored()
    {
        Align();
        var length = Bits(16);
        if (Bits(16) != (~length & 0xFFFF))
            throw new InvalidDataException("NLEN is not the complement of LEN.");
        for (var i = 0; i < length; i++)
            _output.Add((byte)Bits(8));
    }

    private void Dynamic()
    {
        int literals = Bits(5) + 257, distances = Bits(5) + 1, lengths = Bits(4) + 4;
        var codeLengths = new int[19];
        for (var i = 0; i < lengths; i++)
            codeLengths[LengthOrder[i]] = Bits(3);
        var decoder = Decoder(codeLengths);
        var all = new List<int>();
        while (all.Count < literals + distances)
        {
            var symbol = Symbol(decoder);
            var (value, times) = symbol switch
            {
                16 => (all[^1], 3 + Bits(2)),
                17 => (0, 3 + Bits(3)),
                18 => (0, 11 + Bits(7)),
                _ => (symbol, 1),
            };
            all.AddRange(Enumerable.Repeat(value, times));
        }

        Compressed(Decoder([.. all[..literals]]), Decoder([.. all[literals..]]));
    }

    private void Compressed(Dictionary<(int, int), int> literals, Dictionary<(int, int), int> distances)
    {
        for (var symbol = Symbol(literals); symbol != 256; symbol = Symbol(literals))
        {
            if (symbol < 256)
            {
                _output.Add((byte)symbol);
                continue;
            }

            var length = LengthBase[symbol - 257] + Bits(LengthExtra[symbol - 257]);
            var code = Symbol(distances);
            var distance = DistanceBase[code] + Bits(Math.Max(0, (code / 2) - 1));
            if (distance > _output.Count)
                throw new InvalidDataException("A reference to before the beginning.");
            LargestDistance = Math.Max(LargestDistance, distance);
            for (var i = 0; i < length; i++)
                _output.Add(_output[^distance]);
        }
    }

    private static Dictionary<(int, int), int> FixedLiterals() => Decoder(
        [.. Enumerable.Repeat(8, 144), .. Enumerable.Repeat(9, 112), .. Enumerable.Repeat(7, 24), .. Enumerable.Repeat(8, 8)]);

    /// <summary>RFC 1951 section 3.2.2: (length, code) to symbol.</summary>
    private static Dictionary<(int, int), int> Decoder(int[] lengths)
    {
        var decoder = new Dictionary<(int, int), int>();
        var code = 0;
        for (var length = 1; length <= 15; length++, code <<= 1)
        {
            for (var symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] == length)
                    decoder.Add((length, code++), symbol);
            }
        }

        return decoder;
    }

    private int Symbol(Dictionary<(int, int), int> decoder)
    {
        var code = 0;
        for (var length = 1; length <= 15; length++)
        {
            code = (code << 1) | Bits(1);
            if (decoder.TryGetValue((length, code), out var symbol))
                return symbol;
        }

        throw new InvalidDataException("No such code.");
    }

    private int Bits(int count)
    {
        var value = 0;
        for (var i = 0; i < count; i++, _bit++)
        {
            if (_bit >= _input.Length * 8)
                throw new InvalidDataException("The stream breaks off.");
            value |= ((_input[_bit / 8] >> (_bit % 8)) & 1) << i;
        }

        return value;
    }

    private void Align() => _bit = (_bit + 7) / 8 * 8;
}
