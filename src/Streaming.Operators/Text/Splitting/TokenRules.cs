namespace Streaming.Operators.Text.Splitting;

/// <summary>
/// Cuts a text into tokens as spaCy's rules do: at changes between white space and other characters; then each piece loses prefixes and suffixes one by one,
/// and what is left is a special word, a link, or is cut at its infixes.
/// </summary>
internal sealed class TokenRules(SpecialWords specials)
{
    // Emoticons are put together again over so many tokens.
    private const int MaxJoined = 6;

    /// <summary>Adds the tokens that are not blank.</summary>
    public void AddWords(ReadOnlySpan<char> text, ref RentedList<TextSpan> words)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = EndOfRun(text, at, out var isSpace);
            if (!isSpace)
            {
                AddPiece(text, at, end, ref words);
            }

            at = end;
        }
    }

    /// <summary>Adds all tokens: white space is one of its own, but for a blank behind a token that is not white space.</summary>
    public void AddTokens(ReadOnlySpan<char> text, ref RentedList<TextSpan> tokens)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = EndOfRun(text, at, out var isSpace);
            if (!isSpace)
            {
                AddPiece(text, at, end, ref tokens);
            }
            else if ((at > 0 && text[at] == ' ' ? at + 1 : at) is var start && start < end)
            {
                tokens.Add(new(start, end));
            }

            at = end;
        }
    }

    private static int EndOfRun(ReadOnlySpan<char> text, int at, out bool isSpace)
    {
        isSpace = PythonText.WhiteSpace.Contains(text[at]);
        var length = isSpace ? text[at..].IndexOfAnyExcept(PythonText.WhiteSpace) : text[at..].IndexOfAny(PythonText.WhiteSpace);
        return length < 0 ? text.Length : at + length;
    }

    private void AddPiece(ReadOnlySpan<char> text, int start, int end, ref RentedList<TextSpan> tokens)
    {
        var first = tokens.Count;
        var suffixes = new RentedList<TextSpan>(8);
        var (from, to) = (start, end);
        while (from < to && !specials.Contains(text[from..to], out _))
        {
            var length = to - from;
            if (Affixes.Prefix(text, from, to) is var prefix and > 0)
            {
                tokens.Add(new(from, from + prefix));
                from += prefix;
                if (specials.Contains(text[from..to], out _))
                {
                    break;
                }
            }

            if (Affixes.Suffix(text, from, to) is var suffix and > 0)
            {
                suffixes.Add(new(to - suffix, to));
                to -= suffix;
            }

            if (to - from == length)
            {
                break;
            }
        }

        AddRest(text, from, to, ref tokens);
        for (var i = suffixes.Count - 1; i >= 0; i--)
        {
            tokens.Add(suffixes.Items[i]);
        }

        suffixes.Dispose();
        if (tokens.Count > first + 1)
        {
            JoinSpecials(text, first, ref tokens);
        }
    }

    private void AddRest(ReadOnlySpan<char> text, int from, int to, ref RentedList<TextSpan> tokens)
    {
        if (from >= to)
        {
            return;
        }

        if (specials.Contains(text[from..to], out _) || LinkShape.Matches(text[from..to]))
        {
            AddWhole(text, from, to, ref tokens);
            return;
        }

        var start = from;
        for (var at = from + 1; at < to;)
        {
            var infix = Affixes.Infix(text, from, at, to);
            if (infix == 0)
            {
                at++;
                continue;
            }

            if (at > start)
            {
                AddWhole(text, start, at, ref tokens);
            }

            tokens.Add(new(at, at + infix));
            start = at += infix;
        }

        if (start < to)
        {
            AddWhole(text, start, to, ref tokens);
        }
    }

    // A special word is cut where it says, also when it came out of a larger piece.
    private void AddWhole(ReadOnlySpan<char> text, int from, int to, ref RentedList<TextSpan> tokens)
    {
        var start = from;
        if (specials.Contains(text[from..to], out var cuts))
        {
            foreach (var cut in cuts)
            {
                tokens.Add(new(start, from + cut));
                start = from + cut;
            }
        }

        tokens.Add(new(start, to));
    }

    private void JoinSpecials(ReadOnlySpan<char> text, int first, ref RentedList<TextSpan> tokens)
    {
        var kept = first;
        for (var i = first; i < tokens.Count;)
        {
            var last = Math.Min(tokens.Count, i + MaxJoined) - 1;
            while (last > i && !(specials.Contains(text[tokens.Items[i].Start..tokens.Items[last].End], out var cuts) && cuts.Length == 0))
            {
                last--;
            }

            tokens.Set(kept++, new(tokens.Items[i].Start, tokens.Items[last].End));
            i = last + 1;
        }

        tokens.Truncate(kept);
    }
}
