namespace Streaming.Operators.Images;

/// <summary>Keeps samples whose pictures' files have between <c>min_size</c> and <c>max_size</c> bytes.</summary>
[Operator("image_size_filter", Example = "{ min_size: 2kb, max_size: 20MB }")]
internal sealed class ImageSizeFilter(MediaSizeFilterOptions options) : MediaSizeFilter(MediaKind.Picture, "image_sizes", options);
