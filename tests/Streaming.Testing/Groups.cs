using System.Buffers;
using System.Text;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Testing;

/// <summary>How many samples make a group.</summary>
/// <param name="Size">At least 1.</param>
public sealed record GroupsOptions(int Size);

/// <summary>
/// The smallest operator that holds samples across batches and epochs, as a packer does: joins every <c>size</c> samples into one whose text is their ids.
/// Its state is kept per split, with arrival numbers.
/// </summary>
[Operator("test_groups")]
public sealed class Groups(GroupsOptions options) : Operator, IStateful
{
    private readonly List<(long Arrival, SplitId Split, string Id)> _open = [];
    private long _arrivals;

    /// <inheritdoc/>
    public long Held => _open.Count;

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(SampleBatch batch)
    {
        var groups = new List<Sample>();
        foreach (var sample in batch.Samples)
        {
            _open.Add((_arrivals++, sample.Lineage.Split, sample.Id));
            if (_open.Count == options.Size)
            {
                groups.Add(Close());
            }
        }

        batch.Samples = groups;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask FinishAsync(SampleBatch last)
    {
        if (_open.Count > 0)
        {
            last.Samples.Add(Close());
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Save(IStateWriter state)
    {
        foreach (var (arrival, split, id) in _open)
        {
            state.Split(split).Write(Encoding.UTF8.GetBytes($"{arrival}\t{id}\n"));
        }
    }

    /// <inheritdoc/>
    public void Restore(IStateReader state)
    {
        foreach (var (split, bytes) in state.Splits)
        {
            foreach (var line in Encoding.UTF8.GetString(bytes.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = line.Split('\t');
                _open.Add((long.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), split, parts[1]));
            }
        }

        _open.Sort();
        _arrivals = _open.Count == 0 ? 0 : _open[^1].Arrival + 1;
    }

    private Sample Close()
    {
        var text = string.Join(',', _open.Select(o => o.Id));
        var sample = new Sample { Id = "g" + _open[0].Id, Text = text, Lineage = new(_open[0].Split, 0, [.. _open.Select(o => o.Id)], "") };
        _open.Clear();
        return sample;
    }
}
