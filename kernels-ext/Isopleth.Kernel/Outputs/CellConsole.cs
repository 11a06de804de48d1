using System.Text;

namespace Isopleth.Kernel.Outputs;

/// <summary>Leads <see cref="Console"/> to the cell that uses it.</summary>
internal static class CellConsole
{
    /// <summary>Redirects the process's console.</summary>
    public static void Install()
    {
        Console.SetOut(new Writer("stdout"));
        Console.SetError(new Writer("stderr"));
        Console.SetIn(new Reader());
    }

    private sealed class Writer(string stream) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => CellOutput.Current?.Write(stream, new ReadOnlySpan<char>(in value));

        public override void Write(string? value) => CellOutput.Current?.Write(stream, value);

        public override void Write(ReadOnlySpan<char> buffer) => CellOutput.Current?.Write(stream, buffer);

        public override void Write(char[] buffer, int index, int count) => CellOutput.Current?.Write(stream, buffer.AsSpan(index, count));

        public override void WriteLine(string? value) => CellOutput.Current?.Write(stream, value + "\n");

        public override void Flush() => CellOutput.Current?.Flush();
    }

    /// <summary>Every read asks the person at the front end for a line.</summary>
    private sealed class Reader : TextReader
    {
        private string _line = "";
        private int _next;

        public override string? ReadLine()
        {
            if (_next < _line.Length)
            {
                var rest = _line[_next..].TrimEnd('\n');
                _next = _line.Length;
                return rest;
            }

            return CellOutput.Current?.ReadLine("", password: false);
        }

        public override int Peek()
        {
            if (_next == _line.Length)
            {
                (_line, _next) = (ReadLine() + "\n", 0);
            }

            return _line[_next];
        }

        public override int Read()
        {
            var character = Peek();
            _next++;
            return character;
        }
    }
}
