namespace Sockeye.Protocol;

/// <summary>
/// Reads the value of <c>Sec-WebSocket-Extensions</c> (RFC 6455 section 9.1), one extension after the other, in order of
/// preference:
/// <code>
/// extension-list  = 1#extension
/// extension       = extension-token *( ";" extension-param )
/// extension-param = token [ "=" (token | quoted-string) ]
/// </code>
/// A quoted value must be a token once unescaped. Whitespace is allowed between any two parts, empty list elements are ignored.
/// </summary>
/// <remarks>The header counts as well-formed only once <see cref="ReadExtension"/> has returned false.</remarks>
internal ref struct ExtensionHeaderReader(ReadOnlySpan<char> header)
{
    HeaderCursor _cursor = new(header);
    bool _inExtension;
    bool _hasElement;

    /// <summary>Whether the grammar was broken at <see cref="Position"/>; nothing is read after that.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Characters read so far.</summary>
    public readonly int Position => _cursor.Position;

    /// <summary>What has not been read.</summary>
    public readonly ReadOnlySpan<char> Rest => _cursor.Rest;

    /// <summary>Goes to the next extension, over what is left of the present one.</summary>
    /// <returns>False at the end of the header, and when it is malformed.</returns>
    public bool ReadExtension(out ReadOnlySpan<char> name)
    {
        while (ReadParameter(out _))
        {
        }

        name = default;
        if (IsMalformed)
        {
            return false;
        }

        if (!_cursor.MoveToElement())
        {
            // 1#extension: a header without any element is not a list.
            IsMalformed = !_hasElement;
            return false;
        }

        name = _cursor.ReadToken();
        IsMalformed = name.IsEmpty;
        _inExtension = _hasElement = !IsMalformed;
        return _inExtension;
    }

    /// <summary>Reads the next parameter of the present extension.</summary>
    /// <returns>False after the last one, and when the header is malformed.</returns>
    public bool ReadParameter(out ExtensionParameter parameter)
    {
        parameter = default;
        if (!_inExtension)
        {
            return false;
        }

        if (!_cursor.TrySkip(';'))
        {
            _inExtension = false;
            IsMalformed = !_cursor.EndElement();
            return false;
        }

        var name = _cursor.ReadToken();
        var hasValue = !name.IsEmpty && _cursor.TrySkip('=');
        var value = hasValue ? _cursor.ReadTokenOrQuotedToken() : default;
        if (name.IsEmpty || (hasValue && value.IsEmpty))
        {
            _inExtension = false;
            IsMalformed = true;
            return false;
        }

        parameter = new ExtensionParameter(name, value);
        return true;
    }
}

/// <summary>One parameter of an extension.</summary>
internal readonly ref struct ExtensionParameter(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
{
    /// <summary>The name, as written.</summary>
    public ReadOnlySpan<char> Name { get; } = name;

    /// <summary>The value, unquoted and unescaped; empty when the parameter has none.</summary>
    public ReadOnlySpan<char> Value { get; } = value;
}
