namespace Streaming.Operators.Deduplication.Against;

/// <summary>A folder that this worker alone has for as long as it holds it: the first free one of <c>0</c>, <c>1</c>, … under a folder that workers share.</summary>
internal sealed class OwnFolder : IDisposable
{
    private const int Most = 64;

    private readonly FileStream _lock;

    private OwnFolder(string path, FileStream @lock) => (Path, _lock) = (path, @lock);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Takes one.</summary>
    /// <exception cref="BadInputException">All are taken.</exception>
    public static OwnFolder Take(string shared)
    {
        IOException? last = null;
        for (var number = 0; number < Most; number++)
        {
            var path = System.IO.Path.Combine(shared, $"{number}");
            Directory.CreateDirectory(path);
            try
            {
                return new(path, new(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when (e is not DirectoryNotFoundException)
            {
                // Another worker's, as a rule.
                last = e;
            }
        }

        throw new BadInputException($"{Most} workers have a folder each in '{shared}': there is no place for one more, or none can be taken: {last!.Message}", last);
    }

    /// <summary>Lets others have it.</summary>
    public void Dispose() => _lock.Dispose();
}
