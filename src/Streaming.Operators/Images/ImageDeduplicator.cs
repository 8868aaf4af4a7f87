using System.Buffers.Binary;
using System.ComponentModel.DataAnnotations;
using System.IO.Hashing;
using System.Text;
using Streaming.Imaging;
using Streaming.Operators.Deduplication;
using Streaming.Operators.Deduplication.Keeping;
using Streaming.Operators.Images.Hashing;
using Streaming.Operators.Text;

namespace Streaming.Operators.Images;

/// <summary>Options of <c>image_deduplicator</c>.</summary>
internal sealed record ImageDeduplicatorOptions : DuplicateOptions
{
    /// <summary>How pictures are told apart.</summary>
    public ImageHashMethod Method { get; init; } = ImageHashMethod.Phash;

    /// <summary>Whether the text, too, must have been seen with these pictures.</summary>
    public bool ConsiderText { get; init; }

    /// <summary>The largest picture that is decoded, in pixels; a larger one is a dead letter from its header.</summary>
    [Range(1L, long.MaxValue)]
    public long MaxImagePixels { get; init; } = ImageDecoder.DefaultMaxPixels;
}

/// <summary>Rejects samples whose pictures, all of them and in their order, were seen before. The first one seen stays, or the best of an epoch; so does a sample without pictures, unless its text counts.</summary>
/// <remarks>
/// Pictures are the same when their 64 bits are: one bit of difference is another picture, as in Data-Juicer. State and memory as <c>document_deduplicator</c>: 16 bytes for each distinct sample.
/// </remarks>
[Operator("image_deduplicator", Example = "{ method: phash }")]
internal sealed class ImageDeduplicator(ImageDeduplicatorOptions options)
    : KeyDeduplicator<UInt128?, UInt128>((uint)options.Method | (options.ConsiderText ? 16u : 0), options), IHashesDocuments, IReadsMedia
{
    public IEnumerable<Media> MediaOf(Sample sample) => sample.Images;

    public bool DecodesMedia => true;

    public IReadOnlyList<byte[]> HashesOf(Sample sample)
    {
        // A path that stands there twice is one picture, as in Data-Juicer.
        var pictures = MediaFiles.Distinct(sample.Images);
        var hashes = new byte[pictures.Count * sizeof(ulong)];
        for (var i = 0; i < pictures.Count; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(hashes.AsSpan(i * sizeof(ulong)), ImageHash.Of(SamplePictures.Decode(sample, pictures[i], options.MaxImagePixels), options.Method));
        }

        return [hashes];
    }

    protected override UInt128? Sign(Sample sample)
    {
        if (sample.Images.Count == 0 && !options.ConsiderText)
        {
            return null;
        }

        var hash = new XxHash128();
        var pictures = HashesOf(sample)[0];
        hash.Append(pictures);
        if (options.ConsiderText)
        {
            // Their number parts the pictures from the text.
            hash.Append([.. BitConverter.GetBytes(pictures.Length), .. Encoding.UTF8.GetBytes(PythonText.Strip(sample.Text).ToString())]);
        }

        return hash.GetCurrentHashAsUInt128();
    }

    protected override void AddKeys(UInt128? signature, List<UInt128> keys)
    {
        if (signature is { } key)
        {
            keys.Add(key);
        }
    }

    protected override Rejection Explain(string of) => new($"{(options.ConsiderText ? "pictures and text" : "pictures")} of {of}");
}
