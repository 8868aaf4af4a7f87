using System.Buffers.Binary;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using Streaming.Operators.Deduplication;
using Streaming.Operators.Deduplication.Keeping;
using Streaming.Operators.Text;
using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings.Films;

/// <summary>Rejects samples whose films, all of them and in their order, were seen before. The first one seen stays, or the best of an epoch; so does a sample without films, unless its text counts.</summary>
/// <remarks>
/// Films are the same when the packets of their pictures are, whatever the container says beside them; one that was coded anew is another film. State and memory as <c>document_deduplicator</c>: 16 bytes
/// for each distinct sample.
/// </remarks>
[Operator("video_deduplicator", Example = "{ consider_text: true }")]
internal sealed class VideoDeduplicator(VideoDeduplicatorOptions options)
    : KeyDeduplicator<UInt128?, UInt128>(options.ConsiderText ? 1u : 0, options), IHashesDocuments, IUsesModels, IReadsMedia
{
    private readonly Studio _studio = new(options.Limits);

    public IReadOnlyList<KeyValuePair<string, string>> Models => [];

    public IReadOnlyList<KeyValuePair<string, string>> Runtimes => FFmpegRuntime.Used;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _studio.Open(context);
        return base.OpenAsync(context);
    }

    public IEnumerable<Media> MediaOf(Sample sample) => sample.Videos;

    [SuppressMessage("Security", "CA5351", Justification = "Data-Juicer's choice; it only has to tell films apart.")]
    public IReadOnlyList<byte[]> HashesOf(Sample sample)
    {
        if (sample.Videos.Count == 0)
        {
            return [[]];
        }

        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        foreach (var film in MediaFiles.Distinct(sample.Videos))
        {
            AddPackets(film, md5);
        }

        return [md5.GetHashAndReset()];
    }

    protected override UInt128? Sign(Sample sample)
    {
        if (sample.Videos.Count == 0 && !options.ConsiderText)
        {
            return null;
        }

        var films = HashesOf(sample)[0];
        if (!options.ConsiderText)
        {
            return BinaryPrimitives.ReadUInt128BigEndian(films);
        }

        // Their length parts the films from the text.
        var hash = new XxHash128();
        hash.Append([.. BitConverter.GetBytes(films.Length), .. films, .. Encoding.UTF8.GetBytes(PythonText.Strip(sample.Text).ToString())]);
        return hash.GetCurrentHashAsUInt128();
    }

    protected override void AddKeys(UInt128? signature, List<UInt128> keys)
    {
        if (signature is { } key)
        {
            keys.Add(key);
        }
    }

    protected override Rejection Explain(string of) => new($"{(options.ConsiderText ? "films and text" : "films")} of {of}");

    private void AddPackets(Media film, IncrementalHash hash)
    {
        using var file = _studio.FileOf(film);
        using var call = _studio.Decode(file, [], ["-map", "0:v:0", "-c", "copy", "-f", "data"]);
        var buffer = new byte[64 << 10];
        for (int got; (got = call.Output.Read(buffer)) > 0;)
        {
            hash.AppendData(buffer, 0, got);
        }

        call.Finish();
    }
}

/// <summary>Options of <c>video_deduplicator</c>.</summary>
internal sealed record VideoDeduplicatorOptions : DuplicateOptions
{
    /// <summary>Whether the text, too, must have been seen with these films.</summary>
    public bool ConsiderText { get; init; }

    /// <summary>How long FFmpeg may take over one film; then it is ended, and the sample is a dead letter.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The largest frame, in pixels.</summary>
    [Range(1L, long.MaxValue)]
    public long MaxFramePixels { get; init; } = ImageDecoder.DefaultMaxPixels;

    /// <summary>The most bytes that the packets of a film may have: more is a dead letter.</summary>
    [Range(1L, long.MaxValue)]
    public ByteSize MaxMadeBytes { get; init; } = new(FFmpegLimits.DefaultMaxBytes);

    internal FFmpegLimits Limits => new(Timeout, MaxFramePixels, MaxMadeBytes.Bytes);

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder) => base.Validate(baseFolder).Concat(FFmpegProgram.Problems);
}
