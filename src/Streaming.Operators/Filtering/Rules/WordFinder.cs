using System.Buffers;
using Streaming.Operators.Text;

namespace Streaming.Operators.Filtering.Rules;

/// <summary>Finds words of a list in a text, as literal strings: between characters that are no part of words (Python's <c>\W</c>), or anywhere.</summary>
internal sealed class WordFinder
{
    private readonly SearchValues<string> _any;
    private readonly ILookup<char, string> _byFirst;
    private readonly bool _hasEmpty;
    private readonly bool _anywhere;

    /// <summary>With the words.</summary>
    public WordFinder(IEnumerable<string> words, bool anywhere)
    {
        var distinct = words.Distinct().ToList();
        _hasEmpty = distinct.Remove("");
        _any = SearchValues.Create([.. distinct], StringComparison.Ordinal);
        _byFirst = distinct.ToLookup(word => word[0]);
        _anywhere = anywhere;
    }

    /// <summary>Whether a word of the list is in the text.</summary>
    public bool IsIn(ReadOnlySpan<char> text)
    {
        if (_hasEmpty && (_anywhere || HasEmptyWord(text)))
        {
            return true;
        }

        for (var at = 0; text[at..].IndexOfAny(_any) is var next and >= 0; at++)
        {
            at += next;
            if (_anywhere || (IsBorder(text, at, before: true) && AnyWordAt(text, at)))
            {
                return true;
            }
        }

        return false;
    }

    private bool AnyWordAt(ReadOnlySpan<char> text, int at)
    {
        foreach (var word in _byFirst[text[at]])
        {
            if (text[at..].StartsWith(word) && IsBorder(text, at + word.Length, before: false))
            {
                return true;
            }
        }

        return false;
    }

    // An empty word stands between any two borders.
    private static bool HasEmptyWord(ReadOnlySpan<char> text)
    {
        for (var at = 0; at <= text.Length;)
        {
            if (IsBorder(text, at, before: true) && IsBorder(text, at, before: false))
            {
                return true;
            }

            at += at < text.Length && CodePoints.At(text, at, out var units) >= 0 ? units : 1;
        }

        return false;
    }

    private static bool IsBorder(ReadOnlySpan<char> text, int at, bool before) => before
        ? at == 0 || !IsWord(CodePoints.Before(text, at, out _))
        : at == text.Length || !IsWord(CodePoints.At(text, at, out _));

    private static bool IsWord(int c) => c == '_' || PythonText.Alphanumeric.Contains(c);
}
