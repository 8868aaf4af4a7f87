using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>The steps of a stage from the first that decodes media to the last: what one of them decoded is kept with its sample for the others, and let go behind the last.</summary>
internal sealed class DecodedSpan
{
    private readonly IDecodedRoom _room;
    private readonly int _first = -1;
    private readonly int _last = -1;

    public DecodedSpan(IReadOnlyList<StageStep> steps, IDecodedRoom room)
    {
        _room = room;
        var decoding = Enumerable.Range(0, steps.Count).Where(i => steps[i].Part != StepPart.Fetch && steps[i].Node.Operator is IReadsMedia { DecodesMedia: true }).ToList();
        if (decoding.Count > 1)
        {
            (_first, _last) = (decoding[0], decoding[^1]);
        }
    }

    /// <summary>Opens the samples of a batch ahead of the first step; null at other steps.</summary>
    public IReadOnlyList<Sample>? Before(int step, SampleBatch batch)
    {
        if (step != _first)
        {
            return null;
        }

        List<Sample> opened = [.. batch.Samples.Where(s => s.Images.Count + s.Audios.Count + s.Videos.Count > 0)];
        opened.ForEach(sample => sample.Decoded = new(_room));
        return opened;
    }

    /// <summary>Whether nothing is decoded behind the step.</summary>
    public bool IsLast(int step) => step == _last;

    /// <summary>Lets go of what samples hold that were opened.</summary>
    public static void Close(IReadOnlyList<Sample>? opened)
    {
        foreach (var sample in opened ?? [])
        {
            sample.LetGoOfDecoded();
        }
    }
}
