namespace Streaming.Recordings.Sounds;

/// <summary>Keeps samples whose sounds' files have between <c>min_size</c> and <c>max_size</c> bytes.</summary>
[Operator("audio_size_filter", Example = "{ min_size: 2kb, max_size: 20MB }")]
internal sealed class AudioSizeFilter(MediaSizeFilterOptions options) : MediaSizeFilter(MediaKind.Sound, "audio_sizes", options);
