using System.ComponentModel.DataAnnotations;
using Streaming.Parquet.Layouts;

namespace Streaming.Parquet.Reading;

/// <summary>Options of every source whose files hold rows.</summary>
internal abstract record RowFileOptions : LayoutOptions
{
    /// <summary>What a file does that is corrupt or truncated, or cannot be read for another reason.</summary>
    public BadFileAction OnBadFile { get; init; }

    /// <summary>How many files are opened and decoded at once. The order of the samples stays that of one reader.</summary>
    [Range(1, 64)]
    public int ReadAheadFiles { get; init; } = 2;

    /// <summary>Whether files that come later are read too, for ever: then the source never ends. Write under another name (a dot, an underscore, .tmp or .part) and rename (docs/following.md).</summary>
    public bool Follow { get; init; }

    /// <summary>With follow: how often the folders are listed. On local disks new files are seen at once.</summary>
    [Range(0.01, 86400)]
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>What a bad file does.</summary>
internal enum BadFileAction
{
    /// <summary>It stops the run, which says file and row; the same command goes on once the file is good or gone.</summary>
    Stop,

    /// <summary>What could not be read of it becomes one dead letter, and the run goes on with the next file.</summary>
    Skip,
}
