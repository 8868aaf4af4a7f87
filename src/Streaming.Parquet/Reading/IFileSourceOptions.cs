using Streaming.Parquet.Following;

namespace Streaming.Parquet.Reading;

/// <summary>What the options of a <see cref="FileSource"/> have in common.</summary>
internal interface IFileSourceOptions
{
    /// <summary>Files, folders, globs.</summary>
    IReadOnlyList<string> Path { get; }

    /// <summary>The suffixes of files that are taken from folders.</summary>
    IReadOnlyList<string> Suffixes { get; }

    /// <summary>How many files are read at once.</summary>
    int ReadAheadFiles { get; }

    /// <summary>Whether files that come later are read too.</summary>
    bool Follow { get; }

    /// <summary>With follow: how often the folders are listed.</summary>
    TimeSpan PollEvery { get; }
}

/// <summary>What follows from these options.</summary>
internal static class FileSourceOptions
{
    /// <summary>The files to follow.</summary>
    public static FollowedFiles Followed(this IFileSourceOptions options, string baseFolder, TimeProvider time) =>
        new(options.Path, baseFolder, name => InputFiles.HasSuffix(name, options.Suffixes), options.PollEvery, time);

    /// <summary>What is wrong with the paths.</summary>
    public static IEnumerable<OptionProblem> PathProblems(this IFileSourceOptions options, string baseFolder) =>
        (options.Follow ? options.Followed(baseFolder, TimeProvider.System).Problems() : InputFiles.Problems(options.Path, baseFolder, options.Suffixes)).Select(p => new OptionProblem("path", p));
}
