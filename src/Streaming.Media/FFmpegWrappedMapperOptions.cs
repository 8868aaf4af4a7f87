using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings;

/// <summary>Options of mappers that run a filter of FFmpeg by its name.</summary>
internal sealed record FFmpegWrappedMapperOptions : RecordingMapperOptions
{
    /// <summary>The filter's name in FFmpeg (<c>scale</c>, <c>atrim</c>…); none leaves samples as they are.</summary>
    public string? FilterName { get; init; }

    /// <summary>The filter's parameters.</summary>
    public IReadOnlyDictionary<string, object?> FilterKwargs { get; init; } = new Dictionary<string, object?>();

    /// <summary>The filter as FFmpeg reads it.</summary>
    internal string Filter => FilterText.Of(FilterName!, FilterKwargs);

    public override IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        foreach (var (option, name) in FilterKwargs.Keys.Select(key => ("filter_kwargs", key)).Prepend(("filter_name", FilterName ?? "null")))
        {
            if (!FilterText.IsName(name))
            {
                yield return new(option, $"'{name}' is no name of a filter or of its parameter: letters, digits and _ only");
            }
        }

        foreach (var problem in base.Validate(baseFolder))
        {
            yield return problem;
        }
    }
}
