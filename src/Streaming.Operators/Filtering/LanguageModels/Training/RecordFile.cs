using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Streaming.Operators.Holding;

namespace Streaming.Operators.Filtering.LanguageModels.Training;

/// <summary>Records in a file that lives as long as this object.</summary>
internal sealed class RecordFile : IDisposable
{
    private const int BufferRecords = 8192;

    private readonly SafeFileHandle _file;
    private readonly int _width;
    private readonly int[] _buffer;
    private int _filled;
    private long _flushed;

    public RecordFile(string folder, int width)
    {
        (_width, _buffer) = (width, new int[BufferRecords * width]);
        _file = File.OpenHandle(ScratchFile.In(folder, "grams"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
    }

    /// <summary>How many there are.</summary>
    public long Count => (_flushed + _filled) / _width;

    /// <summary>Adds one at the end.</summary>
    public void Add(ReadOnlySpan<int> record)
    {
        if (_filled == _buffer.Length)
        {
            Flush();
        }

        record.CopyTo(_buffer.AsSpan(_filled));
        _filled += _width;
    }

    /// <summary>All of them in the order in which they were added. Nothing may be added after.</summary>
    public IRecordStream Read(int bufferRecords = BufferRecords)
    {
        Flush();
        return new Reader(this, bufferRecords);
    }

    public void Dispose() => _file.Dispose();

    private void Flush()
    {
        RandomAccess.Write(_file, MemoryMarshal.AsBytes(_buffer.AsSpan(0, _filled)), _flushed * sizeof(int));
        _flushed += _filled;
        _filled = 0;
    }

    private sealed class Reader(RecordFile file, int bufferRecords) : IRecordStream
    {
        private readonly int[] _read = new int[Math.Clamp(file.Count, 1, bufferRecords) * file._width];
        private long _place;
        private int _at;
        private int _end;

        public ReadOnlySpan<int> Current => _read.AsSpan(_at - file._width, file._width);

        public bool MoveNext()
        {
            if (_at == _end && !Fill())
            {
                return false;
            }

            _at += file._width;
            return true;
        }

        private bool Fill()
        {
            (_at, _end) = (0, (int)Math.Min(_read.Length, file._flushed - _place));
            var bytes = MemoryMarshal.AsBytes(_read.AsSpan(0, _end));
            for (var offset = _place * sizeof(int); bytes.Length > 0;)
            {
                var got = RandomAccess.Read(file._file, bytes, offset);
                bytes = got > 0 ? bytes[got..] : throw new IOException("A file of spilled n-grams was cut off by another program.");
                offset += got;
            }

            _place += _end;
            return _end > 0;
        }
    }
}
