namespace Streaming.Testing;

/// <summary>The repository that the tests were built in.</summary>
public static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>A file or folder in it.</summary>
    public static string File(params string[] path) => Path.Combine([Root, .. path]);

    /// <summary>A folder of the project's shared ones, beside the repository; null where it is not there.</summary>
    public static string? Shared(string name) => Path.GetFullPath(Path.Combine(Root, "..", "shared", name)) is var folder && Directory.Exists(folder) ? folder : null;

    private static string Find(string folder) =>
        System.IO.File.Exists(Path.Combine(folder, "Streaming.sln")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests run outside the repository."));
}
