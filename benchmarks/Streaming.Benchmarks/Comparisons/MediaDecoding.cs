using Streaming.Benchmarks.Corpora;
using Streaming.Imaging;
using Streaming.Operators;
using Streaming.Operators.Images;
using Streaming.Operators.Images.Faces;
using Streaming.Runtime;
using Streaming.Samples;
using Streaming.Testing;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>What four operators in a row that decode pictures cost beside the decoding itself: with what one decoded kept for the next, as in a stage, and without.</summary>
internal static class MediaDecoding
{
    private const int BatchSamples = 64;

    /// <summary>Arguments: pictures (default 512), rounds (default 5).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var pictures = Encode(Argument.At(arguments, 0, 512));
        Console.WriteLine($"{pictures.Length:N0} pictures (JPEG, sides log-normal around 640 pixels, {pictures.Sum(p => (long)p.Bytes!.Value.Length) / 1e6:N1} MB), batches of {BatchSamples}, one thread: `image_subplot_filter`, `image_face_count_filter` and `image_face_ratio_filter` (faces of 200 pixels and more), `image_deduplicator` (its pure part).\n");
        var room = new DecodedRoom(new MemoryBudget(2L << 30));
        var operators = await OpenAsync();
        await new Contest(Argument.At(arguments, 1, 5))
            .Add("decode once, nothing else", () => Array.ForEach(pictures, picture => ImageDecoder.Decode(picture.Bytes!.Value)))
            .Add("decode four times, nothing else", () => Array.ForEach([.. pictures, .. pictures, .. pictures, .. pictures], picture => ImageDecoder.Decode(picture.Bytes!.Value)))
            .Add("four operators, decoded once", () => PassAsync(operators, pictures, room))
            .Add("four operators, each decodes", () => PassAsync(operators, pictures, null))
            .RunAsync(pictures.Length, "pictures");
    }

    private static async Task<IReadOnlyList<Operator>> OpenAsync()
    {
        IReadOnlyList<Operator> operators =
        [
            new ImageSubplotFilter(new()), new ImageFaceCountFilter(new() { MinFaceCount = 0, MaxFaceCount = 99, MinSize = [200, 200] }), new ImageFaceRatioFilter(new() { MaxRatio = 1, MinSize = [200, 200] }), new ImageDeduplicator(new()),
        ];
        foreach (var one in operators)
        {
            await one.OpenAsync(new() { Name = "step", Seed = 17, Input = RowSchema.Text.With(new(KnownColumns.Images, KnownColumns.MediaType)), Memory = new MemoryAccount(1L << 30), ScratchFolder = () => "" });
        }

        return operators;
    }

    private static async Task PassAsync(IReadOnlyList<Operator> operators, Media[] pictures, DecodedRoom? room)
    {
        foreach (var chunk in pictures.Chunk(BatchSamples))
        {
            var batch = new SampleBatch { Samples = [.. chunk.Select((picture, i) => new Sample { Id = $"{i}", Images = [picture], Lineage = new(new("bench", "a"), i, [], "bench"), Decoded = room is null ? null : new(room) })] };
            var opened = batch.Samples.ToList();
            foreach (var one in operators)
            {
                if (one is IPreparing preparing)
                {
                    preparing.Prepare(batch);
                    continue;
                }

                await one.ApplyAsync(batch);
            }

            opened.ForEach(sample => sample.LetGoOfDecoded());
        }
    }

    private static Media[] Encode(int count)
    {
        var random = new Random(17);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (width, height) = (LogNormal.Next(random, 640, 0.4), LogNormal.Next(random, 640, 0.4));
            var pixels = new byte[width * height * 3];
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = (byte)(((i / 3 % width) * 200 / width) + random.Next(24));
            }

            return new Media(ImageEncoder.EncodeJpeg(new(width, height, pixels), 90), null);
        })];
    }
}
