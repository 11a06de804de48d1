using System.Runtime.InteropServices;

namespace Isopleth.Formats.DuckDbNative;

/// <summary>An open database; its connections keep it.</summary>
internal sealed class DuckDbDatabaseHandle : SafeHandle
{
    public DuckDbDatabaseHandle(nint database)
        : base(0, ownsHandle: true) => SetHandle(database);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        DuckDbLibrary.duckdb_close(ref handle);
        return true;
    }
}

/// <summary>A connection to a database, which it keeps open.</summary>
internal sealed class DuckDbConnectionHandle : SafeHandle
{
    public DuckDbConnectionHandle(DuckDbDatabaseHandle database)
        : base(0, ownsHandle: true)
    {
        Database = database;
        var added = false;
        database.DangerousAddRef(ref added);
        if (DuckDbLibrary.duckdb_connect(database.DangerousGetHandle(), out var connection) != DuckDbLibrary.Success)
        {
            database.DangerousRelease();
            throw new DuckDbException("The database does not accept a further connection.");
        }

        SetHandle(connection);
    }

    public DuckDbDatabaseHandle Database { get; }

    public override bool IsInvalid => handle == 0;

    /// <summary>Stops what the connection is doing, from any thread.</summary>
    public void Interrupt()
    {
        var added = false;
        try
        {
            DangerousAddRef(ref added);
            DuckDbLibrary.duckdb_interrupt(handle);
        }
        catch (ObjectDisposedException)
        {
            // Closed meanwhile: there is nothing left to stop.
        }
        finally
        {
            if (added)
            {
                DangerousRelease();
            }
        }
    }

    protected override bool ReleaseHandle()
    {
        DuckDbLibrary.duckdb_disconnect(ref handle);
        Database.DangerousRelease();
        return true;
    }
}

/// <summary>A prepared statement.</summary>
internal sealed class DuckDbStatementHandle : SafeHandle
{
    public DuckDbStatementHandle(nint statement)
        : base(0, ownsHandle: true) => SetHandle(statement);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        DuckDbLibrary.duckdb_destroy_prepare(ref handle);
        return true;
    }
}
