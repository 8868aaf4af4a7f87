namespace Streaming.Tables;

/// <summary>A file under a temporary name until it is published.</summary>
internal sealed class LocalPendingObject : IPendingObject
{
    private const int BufferBytes = 128 * 1024;

    private readonly FileStream _file;
    private readonly string _target;
    private readonly SystemCalls _system;
    private bool _settled;

    public LocalPendingObject(string target, SystemCalls system)
    {
        _target = target;
        _system = system;
        var temporary = Path.Join(Path.GetDirectoryName(target), StorePath.TemporaryName(Path.GetFileName(target)));
        _file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, BufferBytes, FileOptions.Asynchronous);
    }

    public Stream Content => _file;

    public async ValueTask<long> PublishAsync(CancellationToken abort)
    {
        if (_settled)
        {
            // After a failed fsync the kernel may have dropped the dirty pages and would report success the second time.
            throw new InvalidOperationException($"'{_target}' was published, or failed to be, before.");
        }

        _settled = true;
        try
        {
            await _file.FlushAsync(abort);
            _system.FlushFile(_file.SafeFileHandle);
            var size = _file.Length;
            await _file.DisposeAsync();
            File.Move(_file.Name, _target, overwrite: true);
            _system.FlushFolder(Path.GetDirectoryName(_target)!);
            return size;
        }
        catch
        {
            await AbandonAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_settled)
        {
            _settled = true;
            await AbandonAsync();
        }
    }

    private async ValueTask AbandonAsync()
    {
        try
        {
            await _file.DisposeAsync();
        }
        catch (IOException)
        {
            // A full disk fails again while closing flushes what is buffered; the object is given up anyway.
        }

        LocalStore.Discard(_file.Name);
    }
}
