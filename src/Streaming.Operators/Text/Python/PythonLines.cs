namespace Streaming.Operators.Text;

/// <summary>The lines of a text as <c>str.splitlines()</c> gives them: <c>\r\n</c> is one break, and a final break opens no further line.</summary>
internal ref struct PythonLines(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    /// <summary>The line without its break.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly PythonLines GetEnumerator() => this;

    /// <summary>Goes to the next line.</summary>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var end = _rest.IndexOfAny(PythonText.LineBreaks);
        if (end < 0)
        {
            Current = _rest;
            _rest = [];
            return true;
        }

        Current = _rest[..end];
        _rest = _rest[(end + (_rest[end..].StartsWith("\r\n") ? 2 : 1))..];
        return true;
    }
}
