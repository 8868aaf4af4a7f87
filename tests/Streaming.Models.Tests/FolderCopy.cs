namespace Streaming.Models.Tests;

/// <summary>A copy of a model folder, to break; gone when disposed of.</summary>
internal sealed class FolderCopy : IDisposable
{
    public FolderCopy(string folder, Func<string, bool>? keeps = null)
    {
        Path = Directory.CreateTempSubdirectory("streaming-model-").FullName;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.Contains("golden", StringComparison.Ordinal) && keeps?.Invoke(file) != false))
        {
            var target = System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, File.ReadAllBytes(file));
        }
    }

    public string Path { get; }

    public string Of(string name) => System.IO.Path.Combine(Path, name);

    public void Write(string name, string text) => File.WriteAllText(Of(name), text);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
