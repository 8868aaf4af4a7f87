using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings.Films;

/// <summary>Makes a second sample of each that has films: with clips for films, and their marks in the text repeated.</summary>
internal abstract class FilmSplitter(FilmSplitterOptions options) : Expander, IUsesModels, IReadsMedia
{
    /// <summary>Where clips are made.</summary>
    protected Studio Studio { get; } = new(options.Limits);

    public IReadOnlyList<KeyValuePair<string, string>> Models => [];

    public IReadOnlyList<KeyValuePair<string, string>> Runtimes => FFmpegRuntime.Used;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        Studio.Open(context);
        return ValueTask.CompletedTask;
    }

    public IEnumerable<Media> MediaOf(Sample sample) => sample.Videos;

    protected sealed override IReadOnlyList<Sample> Expand(Sample sample)
    {
        if (sample.Videos.Count == 0)
        {
            return options.KeepOriginalSample ? [sample] : [];
        }

        var part = Part(sample, 0);
        var clips = new List<Media>();
        var (text, next) = (new System.Text.StringBuilder(), 0);
        foreach (var chunk in FilmTokens.ChunksOf(sample.Text))
        {
            var films = sample.Videos.Skip(next).Take(FilmTokens.CountIn(chunk)).ToList();
            var split = MediaFiles.OfEach(films, Split);
            text.Append(FilmTokens.Repeated(chunk, [.. split.Select(made => made.Count)])).Append(FilmTokens.EndOfChunk);
            clips.AddRange(split.SelectMany(made => made));
            next += films.Count;
        }

        (part.Text, part.Videos) = (text.ToString(), clips);
        return options.KeepOriginalSample ? [sample, part] : [part];
    }

    protected sealed override Rejection Explain(Sample sample) => new("no film to split");

    /// <summary>The clips of a film, in order; itself where it stays whole.</summary>
    protected abstract IReadOnlyList<Media> Split(Media film);
}

/// <summary>Options of what splits films.</summary>
internal abstract record FilmSplitterOptions : RecordingMapperOptions
{
    /// <summary>Whether the sample itself stays before the one with clips.</summary>
    public bool KeepOriginalSample { get; init; } = true;
}
