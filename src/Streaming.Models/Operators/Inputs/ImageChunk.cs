using Streaming.Samples;

namespace Streaming.Models.Operators;

/// <summary>A part of an interleaved document with the pictures that it refers to.</summary>
/// <param name="Text">The text, without marks.</param>
/// <param name="Images">Its pictures.</param>
internal sealed record ImageChunk(string Text, IReadOnlyList<Media> Images)
{
    /// <summary>The chunks that have pictures. Pictures belong to marks in their order.</summary>
    /// <exception cref="InvalidDataException">A chunk has a mark, but no picture is left.</exception>
    public static IReadOnlyList<ImageChunk> Of(Sample sample)
    {
        var chunks = new List<ImageChunk>();
        var offset = 0;
        foreach (var part in sample.Text.Split(SpecialTokens.EndOfChunk))
        {
            var count = SpecialTokens.CountImages(part);
            if (count == 0)
            {
                continue;
            }

            var images = sample.Images.Skip(offset).Take(count).ToArray();
            chunks.Add(images.Length > 0
                ? new(SpecialTokens.Remove(part), images)
                : throw new InvalidDataException($"The text marks more images than the sample has: {sample.Images.Count}."));
            offset += count;
        }

        return chunks;
    }
}
