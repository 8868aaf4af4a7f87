using Streaming.Models.Tests.Goldens;
using Streaming.Samples;
using Streaming.Testing;

namespace Streaming.Models.Tests.Operators;

/// <summary>Samples with pictures of the shared ones.</summary>
internal static class Pictures
{
    public static Sample Sample(long position, params string[] names)
    {
        var sample = Some.Sample(string.Concat(names.Select(_ => "<__dj__image>")) + " a picture", position: position);
        sample.Images = [.. names.Select(name => new Media(File.ReadAllBytes(PathOf(name)), null))];
        return sample;
    }

    public static string PathOf(string name) => Path.Combine(GoldenFolders.Named("images"), name);
}
