using System.Buffers;
using System.Collections.Frozen;

namespace Streaming.Operators.Text.WordLists;

/// <summary>Counts the words of texts that are on a list: lower-cased, stripped of special characters; with augmentation also groups of neighbouring words.</summary>
internal sealed class ListedWords
{
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _listed;
    private readonly int _longest;
    private readonly IReadOnlyList<int> _groupSizes;
    private readonly string _joiner;

    /// <summary>Words on a list.</summary>
    /// <param name="list">The list.</param>
    /// <param name="groupSizes">The sizes of groups of words that are looked up too, joined.</param>
    /// <param name="joiner">What stands between the words of a group.</param>
    public ListedWords(IReadOnlySet<string> list, IReadOnlyList<int> groupSizes, string joiner)
    {
        _listed = list.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _longest = list.Count == 0 ? 0 : list.Max(w => w.Length);
        (_groupSizes, _joiner) = (groupSizes, joiner);
    }

    /// <summary>How many words and groups of a text are on the list, and how many there are.</summary>
    public (long Listed, long All) Count(string text)
    {
        var rented = ArrayPool<char>.Shared.Rent(PythonCase.MaxLength(text.Length));
        var lower = rented.AsSpan(0, PythonCase.Lower(text, rented));
        using var words = Words.Split(lower);
        var (listed, all) = (0L, (long)words.Count);
        foreach (var word in words.Items)
        {
            listed += _listed.Contains(lower.Slice(word.Start, word.Length)) ? 1 : 0;
        }

        foreach (var size in _groupSizes)
        {
            listed += CountGroups(lower, words.Items, size);
            all += Math.Max(0, words.Count - size + 1);
        }

        ArrayPool<char>.Shared.Return(rented);
        return (listed, all);
    }

    private long CountGroups(ReadOnlySpan<char> text, ReadOnlySpan<Word> words, int size)
    {
        var group = ArrayPool<char>.Shared.Rent(Math.Max(1, _longest));
        var listed = 0L;
        for (var i = 0; i + size <= words.Length; i++)
        {
            listed += Join(text, words.Slice(i, size), group) is var length and >= 0 && _listed.Contains(group.AsSpan(0, length)) ? 1 : 0;
        }

        ArrayPool<char>.Shared.Return(group);
        return listed;
    }

    // The length of the joined words, or -1 where they are longer than anything on the list.
    private int Join(ReadOnlySpan<char> text, ReadOnlySpan<Word> words, char[] into)
    {
        var written = 0;
        foreach (var word in words)
        {
            var joiner = written == 0 ? "" : _joiner;
            if (written + joiner.Length + word.Length > _longest)
            {
                return -1;
            }

            joiner.CopyTo(into.AsSpan(written));
            text.Slice(word.Start, word.Length).CopyTo(into.AsSpan(written + joiner.Length));
            written += joiner.Length + word.Length;
        }

        return written;
    }
}
