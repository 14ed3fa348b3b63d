import { expose } from 'comlink';
import { createQuantResources, quantJobs } from '../src/jobs/analyze';
import { createHost } from './host';

expose(createHost(quantJobs, createQuantResources()));
