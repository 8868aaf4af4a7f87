using System.Text;
using Streaming.Operators;
using Streaming.Topologies;

namespace Streaming.Runtime;

/// <summary>What a sample counts in a mix.</summary>
internal static class SampleMeasure
{
    /// <summary>The measure of a plan's mix; null where every sample counts one, or nothing is mixed.</summary>
    public static Func<Sample, long>? Of(Plan plan) => plan.Spec.Mix?.Unit switch
    {
        MixUnit.Bytes => Bytes,
        MixUnit.Tokens => plan.Operators.Select(o => o.Operator).OfType<ICountsTokens>().FirstOrDefault() is { } counter ? counter.CountTokens : Words,
        _ => null,
    };

    private static long Bytes(Sample sample) => Encoding.UTF8.GetByteCount(sample.Text) + MediaBytes(sample.Images) + MediaBytes(sample.Audios) + MediaBytes(sample.Videos);

    private static long MediaBytes(IReadOnlyList<Media> media)
    {
        long bytes = 0;
        foreach (var one in media)
        {
            bytes += one.Bytes?.Length ?? 0;
        }

        return bytes;
    }

    private static long Words(Sample sample)
    {
        long words = 0;
        var inWord = false;
        foreach (var c in sample.Text)
        {
            var isSpace = char.IsWhiteSpace(c);
            words += !isSpace && !inWord ? 1 : 0;
            inWord = !isSpace;
        }

        return words;
    }
}
