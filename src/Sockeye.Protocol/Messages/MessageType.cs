namespace Sockeye;

/// <summary>What a message's payload is. The values are the opcodes of RFC 6455 section 11.8.</summary>
public enum MessageType : byte
{
    /// <summary>UTF-8 text (opcode 0x1).</summary>
    Text = 1,

    /// <summary>Arbitrary bytes (opcode 0x2).</summary>
    Binary = 2,
}
