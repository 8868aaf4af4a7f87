using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace Streaming.Tables;

/// <summary>A folder of a local or shared file system.</summary>
/// <remarks>
/// Objects are written under a hidden temporary name in their folder, fsynced, given their name atomically (a hard link where the name must be free, else a rename),
/// and then their folder is fsynced. A failed fsync is an <see cref="IOException"/> after which it is unknown whether the object will outlive a power cut.
/// Symbolic links that lead out of the root are refused.
/// </remarks>
public sealed class LocalStore : IObjectStore, ILeftovers
{
    private readonly SystemCalls _system;
    private readonly LocalFolders _folders;

    /// <summary>A store in <paramref name="root"/>, which is made by the first write if it is not there.</summary>
    public LocalStore(string root) : this(root, SystemCalls.Real)
    {
    }

    internal LocalStore(string root, SystemCalls system)
    {
        _system = system;
        _folders = new(Path.GetFullPath(root), system);
    }

    /// <inheritdoc/>
    public string Root => _folders.Root;

    /// <inheritdoc/>
    public ValueTask<Stream?> OpenReadAsync(string path, CancellationToken abort)
    {
        abort.ThrowIfCancellationRequested();
        try
        {
            return new(new FileStream(_folders.Resolve(StorePath.Check(path)), new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.Asynchronous,
            }));
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return new((Stream?)null);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> PutIfAbsentAsync(string path, ReadOnlyMemory<byte> content, CancellationToken abort)
    {
        abort.ThrowIfCancellationRequested();
        var target = _folders.Prepare(StorePath.Check(path));
        if (File.Exists(target))
        {
            return new(false);
        }

        var temporary = WriteTemporary(target, content.Span);
        try
        {
            if (!TryName(temporary, target, content.Span))
            {
                return new(false);
            }
        }
        finally
        {
            Discard(temporary);
        }

        _system.FlushFolder(Path.GetDirectoryName(target)!);
        return new(true);
    }

    /// <inheritdoc/>
    public ValueTask PutAsync(string path, ReadOnlyMemory<byte> content, CancellationToken abort)
    {
        abort.ThrowIfCancellationRequested();
        var target = _folders.Prepare(StorePath.Check(path));
        var temporary = WriteTemporary(target, content.Span);
        try
        {
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            Discard(temporary);
            throw;
        }

        _system.FlushFolder(Path.GetDirectoryName(target)!);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<IPendingObject> CreateAsync(string path, CancellationToken abort)
    {
        abort.ThrowIfCancellationRequested();
        return new(new LocalPendingObject(_folders.Prepare(StorePath.Check(path)), _system));
    }

    /// <inheritdoc/>
    public ValueTask<bool> MoveAsync(string from, string to, CancellationToken abort)
    {
        abort.ThrowIfCancellationRequested();
        var source = _folders.Resolve(StorePath.Check(from));
        var target = _folders.Prepare(StorePath.Check(to));
        try
        {
            File.Move(source, target, overwrite: true);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            if (!File.Exists(target))
            {
                return new(false);
            }
        }

        // Also after another's move: it may not have reached its own fsync.
        _system.FlushFolder(Path.GetDirectoryName(target)!);
        if (Path.GetDirectoryName(source) is { } left && Directory.Exists(left))
        {
            _system.FlushFolder(left);
        }

        return new(true);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredObject> ListAsync(string folder, string? startAfter, [EnumeratorCancellation] CancellationToken abort)
    {
        await ValueTask.CompletedTask;
        foreach (var item in _folders.Walk(StorePath.CheckFolder(folder), startAfter, temporaries: false))
        {
            abort.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(string path, CancellationToken abort)
    {
        abort.ThrowIfCancellationRequested();
        Delete(StorePath.Check(path));
        return default;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Leftover> LeftoversAsync([EnumeratorCancellation] CancellationToken abort)
    {
        await ValueTask.CompletedTask;
        foreach (var half in _folders.Walk("", null, temporaries: true))
        {
            abort.ThrowIfCancellationRequested();
            yield return new(half);
        }
    }

    /// <inheritdoc/>
    public ValueTask DeleteLeftoverAsync(Leftover leftover, CancellationToken abort)
    {
        abort.ThrowIfCancellationRequested();
        Delete(leftover.Object.Path);
        return default;
    }

    private void Delete(string path)
    {
        try
        {
            File.Delete(_folders.Resolve(path));
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing there is what was asked for.
        }
    }

    private string WriteTemporary(string target, ReadOnlySpan<byte> content)
    {
        var temporary = Path.Join(Path.GetDirectoryName(target), StorePath.TemporaryName(Path.GetFileName(target)));
        try
        {
            using var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write);
            Fill(handle, content);
            return temporary;
        }
        catch
        {
            Discard(temporary);
            throw;
        }
    }

    private void Fill(SafeFileHandle file, ReadOnlySpan<byte> content)
    {
        RandomAccess.Write(file, content, 0);
        _system.FlushFile(file);
    }

    private bool TryName(string temporary, string target, ReadOnlySpan<byte> content) => _system.TryName(temporary, target) switch
    {
        Naming.Made => true,
        Naming.Taken => false,
        _ => TryCreate(target, content),
    };

    // Exclusive, but a reader may see the object half written: only for file systems that have nothing better.
    private bool TryCreate(string target, ReadOnlySpan<byte> content)
    {
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(target, FileMode.CreateNew, FileAccess.Write);
        }
        catch (IOException) when (File.Exists(target))
        {
            return false;
        }

        using (handle)
        {
            try
            {
                Fill(handle, content);
                return true;
            }
            catch
            {
                Discard(target);
                throw;
            }
        }
    }

    /// <summary>Deletes a temporary file, if that can be done.</summary>
    internal static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // Invisible to every reader; vacuum takes it. The outcome of the write itself matters more than this.
        }
    }
}
