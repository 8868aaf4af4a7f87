using System.Runtime.InteropServices;
using Streaming.Models.Sessions;

namespace Streaming.Models.Generation;

/// <summary>The ids of the rows of a batch, filled up on the left to one length, and where each row came from.</summary>
internal sealed class RowIds
{
    private readonly List<int>[] _rows;
    private readonly int[] _filled;
    private readonly int[] _sources;
    private readonly int _padId;

    public RowIds(IReadOnlyList<int[]> prompts, int padId)
    {
        _padId = padId;
        Length = prompts.Max(prompt => prompt.Length);
        _filled = [.. prompts.Select(prompt => Length - prompt.Length)];
        _rows = [.. prompts.Select((prompt, row) => (List<int>)[.. Enumerable.Repeat(padId, _filled[row]), .. prompt])];
        _sources = [.. Enumerable.Range(0, prompts.Count)];
    }

    private RowIds(List<int>[] rows, int[] filled, int[] sources, int length, int padId)
    {
        (_rows, _filled, _sources, _padId) = (rows, filled, sources, padId);
        Length = length;
    }

    public int Rows => _rows.Length;

    public int Length { get; private set; }

    public void Append(ReadOnlySpan<int> next)
    {
        for (var row = 0; row < _rows.Length; row++)
        {
            _rows[row].Add(next[row]);
        }

        Length++;
    }

    /// <summary>How many places at their beginning all of these rows are filled up at.</summary>
    public int CommonFilling(ReadOnlySpan<int> rows)
    {
        var common = Length;
        foreach (var row in rows)
        {
            common = Math.Min(common, _filled[row]);
        }

        return common;
    }

    /// <summary>These rows, without so many places at their beginning.</summary>
    public RowIds Select(ReadOnlySpan<int> rows, int dropped)
    {
        var (ids, filled, sources) = (new List<int>[rows.Length], new int[rows.Length], new int[rows.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            (ids[i], filled[i], sources[i]) = ([.. CollectionsMarshal.AsSpan(_rows[rows[i]])[dropped..]], _filled[rows[i]] - dropped, _sources[rows[i]]);
        }

        return new RowIds(ids, filled, sources, Length - dropped, _padId);
    }

    /// <summary>These rows and then the others, the shorter ones filled up on the left.</summary>
    public RowIds Join(RowIds other)
    {
        var length = Math.Max(Length, other.Length);
        var (mine, theirs) = (length - Length, length - other.Length);
        var sources = _sources.Max() + 1;
        return new RowIds(
            [.. _rows.Select(row => Filled(row, mine)), .. other._rows.Select(row => Filled(row, theirs))],
            [.. _filled.Select(filled => filled + mine), .. other._filled.Select(filled => filled + theirs)],
            [.. _sources, .. other._sources.Select(source => source + sources)],
            length,
            _padId);
    }

    /// <summary>Whether these rows, in this order, came from the same prompts as the rows there are.</summary>
    public bool HaveSameSources(ReadOnlySpan<int> rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows.Length != Rows || _sources[rows[i]] != _sources[i])
            {
                return false;
            }
        }

        return rows.Length == Rows;
    }

    /// <summary>Adds the ids with mask and positions; only the last id of each row where the others are cached.</summary>
    public void Fill(GraphInputs inputs, bool cached)
    {
        var from = cached ? Length - 1 : 0;
        var width = Length - from;
        var (ids, positions, mask) = (new long[Rows * width], new long[Rows * width], new long[Rows * Length]);
        for (var row = 0; row < Rows; row++)
        {
            for (var i = from; i < Length; i++)
            {
                ids[(row * width) + i - from] = _rows[row][i];
                positions[(row * width) + i - from] = Math.Max(0, i - _filled[row]);
            }

            mask.AsSpan((row * Length) + _filled[row], Length - _filled[row]).Fill(1);
        }

        long[] shape = [Rows, width];
        inputs.Add("input_ids", ids, shape);
        inputs.Add("decoder_input_ids", ids, shape);
        inputs.Add("attention_mask", mask, Rows, Length);
        inputs.Add("decoder_attention_mask", mask, Rows, Length);
        inputs.Add("position_ids", positions, shape);
        inputs.Add("token_type_ids", new long[Rows * width], shape);
        inputs.Add("cache_position", [.. Enumerable.Range(from, width).Select(place => (long)place)], width);
    }

    private List<int> Filled(List<int> row, int places) => places == 0 ? row : [.. Enumerable.Repeat(_padId, places), .. row];
}
