namespace Streaming.Operators.Images;

/// <summary>The media that a sample may have.</summary>
internal enum MediaKind
{
    /// <summary>Its images.</summary>
    Picture,

    /// <summary>Its audios.</summary>
    Sound,

    /// <summary>Its videos.</summary>
    Film,
}

/// <summary>What a kind of media means for a sample.</summary>
internal static class MediaKinds
{
    /// <summary>The sample's media of that kind, in order.</summary>
    public static IReadOnlyList<Media> Of(this MediaKind kind, Sample sample) => kind switch
    {
        MediaKind.Picture => sample.Images,
        MediaKind.Sound => sample.Audios,
        _ => sample.Videos,
    };

    /// <summary>Gives the sample other media of that kind.</summary>
    public static void Set(this MediaKind kind, Sample sample, IReadOnlyList<Media> media)
    {
        switch (kind)
        {
            case MediaKind.Picture: sample.Images = media; break;
            case MediaKind.Sound: sample.Audios = media; break;
            default: sample.Videos = media; break;
        }
    }

    /// <summary>One of them, in words.</summary>
    public static string One(this MediaKind kind) => kind switch
    {
        MediaKind.Picture => "picture",
        MediaKind.Sound => "sound",
        _ => "film",
    };
}
