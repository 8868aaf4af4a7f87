using System.Buffers;

namespace Streaming.Operators.Text;

/// <summary>Where Data-Juicer's <c>remove_repeat_sentences_mapper</c> cuts a line into sentences.</summary>
/// <remarks>
/// Three rules, each of which takes the character after a cut with it, so that it does not look at that character again: after an end mark; after two
/// ellipses; after a closing quote that follows an end mark, one of <c>{ } 2 6</c> (so it is written in Data-Juicer's expression) or an ellipsis. None cuts
/// before a closing quote. The rules do not get into each other's way, because a line feed that one inserts never lies inside what another asks for.
/// </remarks>
internal ref struct SentenceCuts(ReadOnlySpan<char> line)
{
    private static readonly SearchValues<char> Marks = SearchValues.Create(EndMarks + "…’”");

    private const string EndMarks = ".。！!？?";

    private readonly ReadOnlySpan<char> _line = line;
    private int _at;
    private int _freeForMarks;
    private int _freeForEllipses;
    private int _freeForQuotes;

    /// <summary>The next cut, or the line's length.</summary>
    public int Next()
    {
        for (; _at < _line.Length; _at++)
        {
            var skipped = _line[_at..].IndexOfAny(Marks);
            if (skipped < 0)
            {
                break;
            }

            _at += skipped;
            if (_at + 1 < _line.Length && !IsQuote(_line[_at + 1]) && CutsAfter(_at))
            {
                return ++_at;
            }
        }

        _at = _line.Length;
        return _at;
    }

    private static bool IsQuote(char c) => c is '’' or '”';

    private bool CutsAfter(int at)
    {
        var c = _line[at];
        if (IsQuote(c))
        {
            return at - 1 >= _freeForQuotes && (EndMarks + "{}26…").Contains(_line[at - 1], StringComparison.Ordinal) && Take(ref _freeForQuotes, at + 2);
        }

        return c == '…'
            ? at - 1 >= _freeForEllipses && _line[at - 1] == '…' && Take(ref _freeForEllipses, at + 2)
            : at >= _freeForMarks && Take(ref _freeForMarks, at + 2);
    }

    private static bool Take(ref int free, int next)
    {
        free = next;
        return true;
    }
}
