using System.Buffers.Binary;
using System.ComponentModel.DataAnnotations;
using System.Numerics.Tensors;
using Streaming.Operators.Filtering;
using Streaming.Operators.Holding;
using Streaming.Operators.Vectors;

namespace Streaming.Operators.Packing;

/// <summary>Options of <c>related_sample_sorter</c>.</summary>
internal sealed record RelatedSampleSorterOptions : IValidatesOptions
{
    /// <summary>Samples with the same value of this field are related: a dotted path (<c>repository</c>, <c>meta.topic</c>, <c>__dj__stats__.cluster</c>).</summary>
    public string? FieldKey { get; init; }

    /// <summary>Or: samples are related by the cosine of their vectors in this column, as <c>embedding_mapper</c> writes it.</summary>
    public string? EmbeddingKey { get; init; }

    /// <summary>Samples that are held, among which relatives are looked for.</summary>
    [Range(2, 1 << 20)]
    public int Window { get; init; } = 4096;

    /// <summary>The most samples of a run of relatives: a pack's worth of documents, or a batch of a contrastive model.</summary>
    [Range(2, 1 << 20)]
    public int RunLength { get; init; } = 32;

    /// <summary>The least cosine to the first sample of a run.</summary>
    [Range(-1.0, 1.0)]
    public double MinSimilarity { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder) =>
        (FieldKey is null) == (EmbeddingKey is null) ? [new("field_key", "Say what relates samples: field_key or embedding_key, one of them.")] : [];
}

/// <summary>
/// Brings related samples next to each other, on data that never ends: of a window of held samples the oldest goes on with its relatives behind it, nearest first. Ahead of a packer that makes packs whose documents
/// belong together (as SPLiCe does, arXiv 2312.17296; give the packer <c>mode: concatenate</c>, which keeps the order); in batches of a contrastive model the relatives are each other's hard negatives (cluster columns, as in MoDE, arXiv 2404.16030).
/// </summary>
/// <remarks>The window outlives epochs and restarts: it is part of each commit, so keep it small where samples are large. No sample waits for more than <c>window</c> runs, and none is rejected.</remarks>
[Operator("related_sample_sorter", Example = "{ field_key: caption, window: 4096, run_length: 32 }")]
internal sealed class RelatedSampleSorter(RelatedSampleSorterOptions options) : Operator, IStateful
{
    private const int LastRuns = 8;

    private readonly List<HeldSample> _held = [];
    private Func<Sample, object?> _relation = _ => null;
    private MemoryShare? _memory;
    private long _bytes;
    private long _next;

    public long Held => _held.Count;

    public override RowSchema Describe(RowSchema input)
    {
        if (options.EmbeddingKey is { } column)
        {
            UnitVector.Column(input, column);
            _relation = sample => UnitVector.Of(sample.Meta[column]);
        }
        else
        {
            _relation = FieldPath.Find(options.FieldKey ?? KnownColumns.Text, input).Of;
        }

        return input;
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        Describe(context.Input);
        _memory = new(context.Memory);
        return ValueTask.CompletedTask;
    }

    public override ValueTask ApplyAsync(SampleBatch batch)
    {
        var samples = batch.Samples;
        batch.Samples = [];
        foreach (var sample in samples)
        {
            try
            {
                Hold(_next, sample);
                _next++;
            }
            catch (Exception e) when (SampleFault.Is(e))
            {
                batch.Bury(sample, e);
                continue;
            }

            if (_held.Count > options.Window)
            {
                GiveRun(batch);
            }
        }

        _memory?.Hold(_bytes);
        return ValueTask.CompletedTask;
    }

    public override ValueTask FinishAsync(SampleBatch last)
    {
        for (var i = 0; i < LastRuns && _held.Count > 0; i++)
        {
            GiveRun(last);
        }

        _memory?.Hold(_bytes);
        return ValueTask.CompletedTask;
    }

    public void Save(IStateWriter state)
    {
        foreach (var held in _held)
        {
            var into = state.Split(held.Sample.Lineage.Split);
            BinaryPrimitives.WriteInt64LittleEndian(into.GetSpan(8), held.Number);
            into.Advance(8);
            SampleCodec.Write(into, held.Sample);
        }
    }

    public void Restore(IStateReader state)
    {
        var held = new List<(long Number, Sample Sample)>();
        foreach (var (_, bytes) in state.Splits)
        {
            for (var rest = bytes.Span; rest.Length > 0;)
            {
                held.Add((BinaryPrimitives.ReadInt64LittleEndian(rest), SampleCodec.Read(rest[8..], out var length)));
                rest = rest[(8 + length)..];
            }
        }

        foreach (var (number, sample) in held.OrderBy(h => h.Number))
        {
            Hold(number, sample);
            _next = number + 1;
        }

        _memory?.Hold(_bytes);
    }

    private void Hold(long number, Sample sample)
    {
        var bytes = sample.EstimateBytes();
        _held.Add(new(number, sample, _relation(sample), bytes));
        _bytes += bytes;
    }

    private void GiveRun(SampleBatch batch)
    {
        var run = Relatives(_held[0]).ToList();
        foreach (var held in run)
        {
            batch.Samples.Add(held.Sample);
            _bytes -= held.Bytes;
        }

        _held.RemoveAll(run.ToHashSet().Contains);
    }

    // The sample itself first.
    private IEnumerable<HeldSample> Relatives(HeldSample first) => first.Relation switch
    {
        null => [first],
        float[] vector => _held.Skip(1).Where(h => h.Relation is float[] other && other.Length == vector.Length)
            .Select(h => (Held: h, Cosine: TensorPrimitives.Dot<float>(vector, (float[])h.Relation!)))
            .Where(h => h.Cosine >= options.MinSimilarity)
            .OrderByDescending(h => h.Cosine).ThenBy(h => h.Held.Number)
            .Select(h => h.Held).Prepend(first).Take(options.RunLength),
        var value => _held.Where(h => value.Equals(h.Relation)).Take(options.RunLength),
    };

    private sealed class HeldSample(long number, Sample sample, object? relation, long bytes)
    {
        public long Number => number;

        public Sample Sample => sample;

        public object? Relation => relation;

        public long Bytes => bytes;
    }
}
