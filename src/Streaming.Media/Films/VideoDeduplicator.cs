using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using Streaming.Operators.Deduplication;
using Streaming.Operators.Text;
using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings.Films;

/// <summary>Rejects samples whose films, all of them and in their order, were seen before. The first one seen stays; so does a sample without films, unless its text counts.</summary>
/// <remarks>
/// Films are the same when the packets of their pictures are, whatever the container says beside them; one that was coded anew is another film. State and memory as <c>document_deduplicator</c>: 16 bytes
/// for each distinct sample.
/// </remarks>
[Operator("video_deduplicator", Example = "{ consider_text: true }")]
internal sealed class VideoDeduplicator(VideoDeduplicatorOptions options) : Deduplicator<UInt128?>, IHashesDocuments, IUsesModels
{
    private readonly KeyIndex<UInt128> _index = new(options.ConsiderText ? 1u : 0);
    private readonly Studio _studio = new(options.Limits);

    public IReadOnlyList<KeyValuePair<string, string>> Models => [];

    public IReadOnlyList<KeyValuePair<string, string>> Runtimes => FFmpegRuntime.Used;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _studio.Open(context);
        _index.Open(context);
        return ValueTask.CompletedTask;
    }

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

    public override void Save(IStateWriter state) => _index.Save(state);

    public override void Restore(IStateReader state) => _index.Restore(state);

    public override ValueTask DisposeAsync()
    {
        _index.Dispose();
        return base.DisposeAsync();
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

    protected override Verdict Decide(Sample sample, UInt128? signature) => signature is not { } key || _index.Add(key, sample) ? Verdict.Keep : Verdict.Reject;

    protected override Rejection Explain(Sample sample) => new(options.ConsiderText ? "films and text of an earlier sample" : "films of an earlier sample");

    protected override void AfterBatch() => _index.Settle();

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
internal sealed record VideoDeduplicatorOptions : RecordingMapperOptions
{
    /// <summary>Whether the text, too, must have been seen with these films.</summary>
    public bool ConsiderText { get; init; }
}
