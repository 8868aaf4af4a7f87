using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis;

/// <summary>The pictures of samples, for models.</summary>
internal static class SampleImages
{
    /// <summary>The encoded bytes, read where only a path is known.</summary>
    /// <exception cref="InvalidDataException">There are none.</exception>
    public static ReadOnlyMemory<byte> BytesOf(Media image) => image switch
    {
        { Bytes: { } bytes } => bytes,
        { Path: { Length: > 0 } path } when File.Exists(path) => File.ReadAllBytes(path),
        _ => throw new InvalidDataException($"The picture '{image.Path}' is not there."),
    };
}
