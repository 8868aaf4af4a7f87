using System.Buffers;
using Streaming.Operators.Text;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Filtering.Rules;

/// <summary>The words of a text one behind the other, with a blank between or without, so that an n-gram is one part. On rented memory; dispose it to give that back.</summary>
internal readonly ref struct JoinedWords
{
    private readonly char[] _units;
    private readonly int[] _starts;
    private readonly int[] _points;
    private readonly int _gap;

    /// <summary>Joins the words.</summary>
    public JoinedWords(ReadOnlySpan<char> text, ReadOnlySpan<TextSpan> words, bool withBlanks)
    {
        _gap = withBlanks ? 1 : 0;
        Count = words.Length;
        _units = ArrayPool<char>.Shared.Rent(text.Length + words.Length + 1);
        _starts = ArrayPool<int>.Shared.Rent(words.Length + 1);
        _points = ArrayPool<int>.Shared.Rent(words.Length + 1);
        var (units, points) = (0, 0);
        for (var i = 0; i < words.Length; i++)
        {
            (_starts[i], _points[i]) = (units, points);
            var word = words[i].Of(text);
            word.CopyTo(_units.AsSpan(units));
            units += word.Length;
            points += CodePoints.Count(word) + _gap;
            if (withBlanks)
            {
                _units[units++] = ' ';
            }
        }

        (_starts[Count], _points[Count]) = (units, points);
    }

    /// <summary>The number of words.</summary>
    public int Count { get; }

    /// <summary>All units.</summary>
    public ReadOnlySpan<char> Text => _units.AsSpan(0, _starts[Count]);

    /// <summary>The part of <paramref name="n"/> words from one on, without a blank at its end.</summary>
    public (int Start, int Length) Gram(int first, int n) => (_starts[first], _starts[first + n] - _gap - _starts[first]);

    /// <summary>The same part's code points.</summary>
    public int PointsOf(int first, int n) => _points[first + n] - _gap - _points[first];

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_units);
        ArrayPool<int>.Shared.Return(_starts);
        ArrayPool<int>.Shared.Return(_points);
    }
}
