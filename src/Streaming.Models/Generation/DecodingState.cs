using Microsoft.ML.OnnxRuntime;
using Streaming.Models.Sessions;

namespace Streaming.Models.Generation;

/// <summary>
/// Several sequences on their way through a decoder: their cache and the logits of the next id of each. Rows are independent of each other, so that a batch may lose rows (<see cref="Select"/>), repeat them
/// (beams) or take in those of another batch (<see cref="Join"/>) between steps.
/// </summary>
internal sealed class DecodingState : IDisposable
{
    private readonly DecoderGraphs _graphs;
    private readonly EncoderContext? _context;
    private readonly Dictionary<string, OrtValue> _cache = new(StringComparer.Ordinal);
    private RowIds _ids;
    private float[] _logits = [];

    private DecodingState(DecoderGraphs graphs, EncoderContext? context, RowIds ids)
    {
        _graphs = graphs;
        _context = context;
        _ids = ids;
    }

    /// <summary>The number of rows.</summary>
    public int Rows => _ids.Rows;

    /// <summary>The number of places of each row, filled up ones included.</summary>
    public int Length => _ids.Length;

    /// <summary>The number of logits of a row.</summary>
    public int Vocabulary { get; private set; }

    /// <summary>The logits of a row's next id.</summary>
    public ReadOnlySpan<float> Logits(int row) => _logits.AsSpan(row * Vocabulary, Vocabulary);

    /// <summary>Reads prompts.</summary>
    /// <param name="graphs">The decoder.</param>
    /// <param name="prompts">The ids of each row; of one length where the graph cannot be told where rows are filled up.</param>
    /// <param name="padId">What shorter rows are filled up with, on the left.</param>
    /// <param name="context">What the encoder gave for each row; this owns it now.</param>
    public static DecodingState Begin(DecoderGraphs graphs, IReadOnlyList<int[]> prompts, int padId, EncoderContext? context = null)
    {
        var state = new DecodingState(graphs, context, new RowIds(prompts, padId));
        try
        {
            state.Call(graphs.First, cached: false);
            return state;
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    /// <summary>Reads one more id in each row.</summary>
    public void Step(ReadOnlySpan<int> next)
    {
        _ids.Append(next);
        Call(_graphs.Later ?? _graphs.First, cached: _graphs.Later is not null);
    }

    /// <summary>Goes on with these rows; one may come several times.</summary>
    public void Select(ReadOnlySpan<int> rows)
    {
        if (IsAll(rows))
        {
            return;
        }

        // Beams change places among the rows of one source: what came from the encoder stays.
        var newSources = !_ids.HaveSameSources(rows);

        // What was filled up for the sake of longer rows goes with the last of those.
        var dropped = _ids.CommonFilling(rows);
        _ids = _ids.Select(rows, dropped);
        foreach (var name in _cache.Keys.Where(name => newSources || !DecoderGraphs.IsOfEncoder(name)).ToArray())
        {
            _cache[name] = TensorRows.Select(_cache[name], rows, DecoderGraphs.IsOfEncoder(name) ? 0 : dropped);
        }

        if (newSources)
        {
            _context?.Select(rows);
        }

        var logits = new float[rows.Length * Vocabulary];
        for (var i = 0; i < rows.Length; i++)
        {
            Logits(rows[i]).CopyTo(logits.AsSpan(i * Vocabulary));
        }

        _logits = logits;
    }

    /// <summary>Takes in the rows of another batch of the same decoder, behind its own; the other one is empty then. Not where an encoder is: its sources differ in length.</summary>
    public void Join(DecodingState other)
    {
        _ids = _ids.Join(other._ids);
        foreach (var name in _cache.Keys.ToArray())
        {
            other._cache.Remove(name, out var theirs);
            _cache[name] = TensorRows.Join(_cache[name], theirs!);
        }

        _logits = [.. _logits, .. other._logits];
    }

    /// <summary>A tensor of the cache.</summary>
    public FloatTensor Cached(string past) => GraphResult.Floats(_cache[past]);

    public void Dispose()
    {
        foreach (var value in _cache.Values)
        {
            value.Dispose();
        }

        _cache.Clear();
        _context?.Dispose();
    }

    private bool IsAll(ReadOnlySpan<int> rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] != i)
            {
                return false;
            }
        }

        return rows.Length == Rows;
    }

    private void Call(GraphSession graph, bool cached)
    {
        using var inputs = graph.NewInputs();
        _ids.Fill(inputs, cached);
        inputs.Add("num_logits_to_keep", [1L]);
        _context?.Fill(inputs);
        DecoderGraphs.AddFlag(inputs, cached);
        if (cached)
        {
            foreach (var (name, value) in _cache)
            {
                inputs.AddBorrowed(name, value);
            }
        }
        else
        {
            _graphs.AddEmptyCache(inputs, Rows);
        }

        using var result = graph.Run(inputs);
        KeepLogits(result.Floats("logits"));
        if (_graphs.Later is not null)
        {
            KeepCache(result, cached);
        }
    }

    // Only those of the last place: rows end together, being filled up on the left.
    private void KeepLogits(FloatTensor logits)
    {
        Vocabulary = logits.Shape[^1];
        if (_logits.Length != Rows * Vocabulary)
        {
            _logits = new float[Rows * Vocabulary];
        }

        for (var row = 0; row < Rows; row++)
        {
            logits.Row(row)[^Vocabulary..].CopyTo(_logits.AsSpan(row * Vocabulary));
        }
    }

    // A merged graph gives the encoder's part empty from the second call on, a split one does not give it at all: the first one stays.
    private void KeepCache(GraphResult result, bool cached)
    {
        foreach (var name in result.Names.Where(DecoderGraphs.IsPresent).ToArray())
        {
            var past = DecoderGraphs.PastOf(name);
            if (cached && DecoderGraphs.IsOfEncoder(past))
            {
                continue;
            }

            if (_cache.Remove(past, out var old))
            {
                old.Dispose();
            }

            _cache[past] = result.Take(name);
        }
    }
}
