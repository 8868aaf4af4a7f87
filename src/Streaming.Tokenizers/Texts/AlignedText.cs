namespace Streaming.Tokenizers.Texts;

/// <summary>
/// A text under normalization, with the code points of the original text that each UTF-16 unit comes from. The alignment rules are those of Hugging Face's
/// <c>NormalizedString</c>, quirks included, since offsets are compared with its own. Without tracing only the characters are kept.
/// </summary>
/// <remarks>An edit reads the old content from left to right and writes the new one: <see cref="BeginEdit"/>, then any of the writing methods, then <see cref="EndEdit"/>.</remarks>
internal sealed class AlignedText
{
    private char[] _chars = new char[256];
    private char[] _old = new char[256];
    private TokenOffset[] _origins = [];
    private TokenOffset[] _oldOrigins = [];
    private int _oldLength;
    private int _read;

    public int Length { get; private set; }

    public bool Traced { get; private set; }

    /// <summary>The original text's code point that this text begins at.</summary>
    public int OriginalStart { get; private set; }

    public ReadOnlySpan<char> Span => _chars.AsSpan(0, Length);

    /// <summary>The code points that <paramref name="start"/> … <paramref name="end"/> come from.</summary>
    public TokenOffset OriginOf(int start, int end) => start < end && end <= Length
        ? new TokenOffset(_origins[start].Start, _origins[end - 1].End)
        : new TokenOffset(OriginalStart + start, OriginalStart + end);

    /// <summary>Takes a well-formed text that begins at code point <paramref name="originalStart"/> of the original.</summary>
    public void Load(ReadOnlySpan<char> text, int originalStart, bool traced)
    {
        Traced = traced;
        OriginalStart = originalStart;
        Length = 0;
        Reserve(text.Length);
        text.CopyTo(_chars);
        Length = text.Length;
        if (!traced)
        {
            return;
        }

        var codePoint = originalStart;
        for (var index = 0; index < text.Length; index++)
        {
            _origins[index] = new TokenOffset(codePoint, codePoint + 1);
            codePoint += char.IsHighSurrogate(text[index]) ? 0 : 1;
        }
    }

    /// <summary>The old content that an edit has not read yet.</summary>
    public ReadOnlySpan<char> Rest => _old.AsSpan(_read, _oldLength - _read);

    /// <summary>Begins an edit; <paramref name="removed"/> code points at the very beginning are dropped.</summary>
    public void BeginEdit(int removed = 0)
    {
        (_chars, _old) = (_old, _chars);
        (_origins, _oldOrigins) = (_oldOrigins, _origins);
        _oldLength = Length;
        _read = 0;
        Length = 0;
        Reserve(_oldLength);
        Drop(removed);
    }

    /// <summary>Ends an edit. What was not read is dropped.</summary>
    public void EndEdit() => _oldLength = 0;

    /// <summary>
    /// Writes a code point. <paramref name="change"/> is 1 for a new one, aligned with what was read last; 0 for one that replaces the next old one;
    /// -n for one that replaces the next old one and n more behind it.
    /// </summary>
    public void Put(Rune rune, int change)
    {
        if (!Traced)
        {
            Write(rune, default);
            return;
        }

        if (change > 0)
        {
            Write(rune, _read < 1 ? new TokenOffset(OriginalStart, OriginalStart) : _oldOrigins[Math.Min(_read, _oldLength) - 1]);
            return;
        }

        Write(rune, _read < _oldLength ? _oldOrigins[_read] : _oldLength > 0 ? _oldOrigins[_oldLength - 1] : default);
        Drop(1 - change);
    }

    /// <summary>Copies the next <paramref name="units"/> UTF-16 units as they are.</summary>
    public void Keep(int units)
    {
        Reserve(Length + units);
        _old.AsSpan(_read, units).CopyTo(_chars.AsSpan(Length));
        if (Traced)
        {
            _oldOrigins.AsSpan(_read, units).CopyTo(_origins.AsSpan(Length));
        }

        Length += units;
        _read += units;
    }

    /// <summary>Drops the next <paramref name="codePoints"/> old code points.</summary>
    public void Drop(int codePoints)
    {
        for (; codePoints > 0 && _read < _oldLength; codePoints--)
        {
            _read += char.IsHighSurrogate(_old[_read]) && _read + 1 < _oldLength ? 2 : 1;
        }
    }

    /// <summary>Drops the next <paramref name="units"/> UTF-16 units.</summary>
    public void DropUnits(int units) => _read += units;

    /// <summary>Writes a text that is aligned with the last unit read, or, before anything was read, with the beginning.</summary>
    public void Insert(ReadOnlySpan<char> text) => Insert(text, Traced ? (_read < 1 ? new TokenOffset(OriginalStart, OriginalStart) : _oldOrigins[_read - 1]) : default);

    /// <summary>Writes a text that is aligned with the next unit to read.</summary>
    public void InsertBefore(ReadOnlySpan<char> text) => Insert(text, Traced && _read < _oldLength ? _oldOrigins[_read] : default);

    /// <summary>Writes a text that is aligned with the next <paramref name="units"/> old units, and drops these.</summary>
    public void Replace(int units, ReadOnlySpan<char> text)
    {
        Insert(text, Traced && units > 0 ? new TokenOffset(_oldOrigins[_read].Start, _oldOrigins[_read + units - 1].End) : default);
        _read += units;
    }

    /// <summary>Takes characters written last back.</summary>
    public void TrimEnd(char character) => Length = Span.TrimEnd(character).Length;

    /// <summary>Replaces characters one by one, in place.</summary>
    public void ReplaceAll(char old, char with) => ReplaceAll(old, with, 0, Length);

    /// <summary>Replaces characters one by one, in place, in a part of the text.</summary>
    public void ReplaceAll(char old, char with, int start, int length) => _chars.AsSpan(start, length).Replace(old, with);

    private void Insert(ReadOnlySpan<char> text, TokenOffset origin)
    {
        Reserve(Length + text.Length);
        text.CopyTo(_chars.AsSpan(Length));
        if (Traced)
        {
            _origins.AsSpan(Length, text.Length).Fill(origin);
        }

        Length += text.Length;
    }

    private void Write(Rune rune, TokenOffset origin)
    {
        Reserve(Length + 2);
        var units = rune.EncodeToUtf16(_chars.AsSpan(Length));
        if (Traced)
        {
            _origins.AsSpan(Length, units).Fill(origin);
        }

        Length += units;
    }

    private void Reserve(int length)
    {
        if (_chars.Length < length)
        {
            Array.Resize(ref _chars, Math.Max(length, Math.Min(_chars.Length * 2, Array.MaxLength)));
        }

        if (Traced && _origins.Length < _chars.Length)
        {
            Array.Resize(ref _origins, _chars.Length);
        }
    }
}
